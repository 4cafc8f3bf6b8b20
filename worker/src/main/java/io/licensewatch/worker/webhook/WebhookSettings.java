package io.licensewatch.worker.webhook;

import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.runtime.settings.Plaintext;
import io.licensewatch.runtime.settings.Setting;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.runtime.settings.ValueType;
import io.licensewatch.schemas.command.CommandType;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where calls go.
 *
 * @param url null for nowhere
 * @param byType those that go elsewhere
 * @param secrets with which calls are signed: the present one, and the former one where there is one
 */
public record WebhookSettings(Optional<URI> url, Map<CommandType, URI> byType, List<String> secrets, Duration timeout) {
    public static final Setting<Optional<URI>> URL = Setting.of(
                    "licensewatch.worker.webhook.url",
                    new ValueType<>("a URL such as https://saas.example/licensewatch", WebhookSettings::uri),
                    "Where START_RENEWAL, UPGRADE_SEATS, RERUN_ONBOARDING_STEP and CLEAR_CACHES are sent, signed as Standard"
                            + " Webhooks says; without it they are UNSUPPORTED. Plain http is taken for this machine only.")
            .optional();
    public static final Setting<List<UrlOfType>> URL_BY_TYPE = Setting.of(
                    "licensewatch.worker.webhook.url-by-type",
                    ValueType.listOf(new ValueType<>(
                            "TYPE=URL such as UPGRADE_SEATS=https://saas.example/seats", UrlOfType::parse)),
                    "Types that are sent elsewhere, TYPE=URL, comma-separated.")
            .defaultsTo("");
    public static final Setting<Optional<String>> SECRET = Setting.of(
                    "licensewatch.worker.webhook.secret",
                    new ValueType<>("whsec_ and 24 to 64 bytes as Base64", WebhookSettings::secret),
                    "Secret that calls are signed with, as Standard Webhooks writes it: whsec_ and Base64. Needed with a URL.")
            .optional()
            .asSecret();
    public static final Setting<Optional<String>> FORMER_SECRET = Setting.of(
                    "licensewatch.worker.webhook.former-secret",
                    new ValueType<>("whsec_ and 24 to 64 bytes as Base64", WebhookSettings::secret),
                    "The secret before, with which calls are signed too until every receiver has the new one.")
            .optional()
            .asSecret();
    public static final Setting<Duration> TIMEOUT = Setting.of(
                    "licensewatch.worker.webhook.timeout",
                    ValueType.POSITIVE_DURATION,
                    "How long to wait for an answer; without one the call is made again.")
            .defaultsTo("10s");

    /** A type that is sent elsewhere. */
    public record UrlOfType(CommandType type, URI url) {
        static UrlOfType parse(String text) {
            int at = text.indexOf('=');
            return new UrlOfType(
                    CommandType.valueOf(text.substring(0, at).strip()),
                    uri(text.substring(at + 1).strip()));
        }
    }

    public WebhookSettings {
        byType = Map.copyOf(byType);
        secrets = List.copyOf(secrets);
    }

    public static List<Setting<?>> all() {
        return List.of(URL, URL_BY_TYPE, SECRET, FORMER_SECRET, TIMEOUT);
    }

    /** @throws ConfigurationException for a URL without a secret */
    public static WebhookSettings of(Settings settings) {
        Map<CommandType, URI> byType = new EnumMap<>(CommandType.class);
        settings.get(URL_BY_TYPE).forEach(one -> byType.put(one.type(), one.url()));
        List<String> secrets = new ArrayList<>();
        settings.get(SECRET).ifPresent(secrets::add);
        settings.get(FORMER_SECRET).ifPresent(secrets::add);
        WebhookSettings webhook = new WebhookSettings(settings.get(URL), byType, secrets, settings.get(TIMEOUT));
        if (webhook.isConfigured() && settings.get(SECRET).isEmpty()) {
            throw new ConfigurationException("missing setting " + SECRET.name() + ": expected with " + URL.name()
                    + " or " + URL_BY_TYPE.name() + ", since a call that is not signed could be anybody's");
        }
        return webhook;
    }

    private boolean isConfigured() {
        return url.isPresent() || !byType.isEmpty();
    }

    /** Empty for a type that nobody takes. */
    public Optional<URI> urlOf(CommandType type) {
        URI own = byType.get(type);
        return own == null ? url : Optional.of(own);
    }

    private static String secret(String text) {
        WebhookSignature.decoded(text);
        return text;
    }

    private static URI uri(String text) {
        URI uri = URI.create(text);
        if (uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException("no URL of a receiver");
        }
        boolean encrypted = "https".equals(uri.getScheme());
        if (!encrypted && !("http".equals(uri.getScheme()) && !Plaintext.leavesMachine(uri.getHost()))) {
            throw new IllegalArgumentException("not encrypted");
        }
        return uri;
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "WebhookSettings[" + url + ", " + byType + "]";
    }
}
