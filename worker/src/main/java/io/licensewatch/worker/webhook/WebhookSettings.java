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
 * The receivers of webhooks.
 *
 * @param url the default receiver; null for none
 * @param byType URLs of single types
 * @param secrets signing secrets: the current one, and the former one if there is one
 */
public record WebhookSettings(Optional<URI> url, Map<CommandType, URI> byType, List<String> secrets, Duration timeout) {
    public static final Setting<Optional<URI>> URL = Setting.of(
                    "licensewatch.worker.webhook.url",
                    new ValueType<>("a URL such as https://saas.example/licensewatch", WebhookSettings::uri),
                    "Receiver of START_RENEWAL, UPGRADE_SEATS, RERUN_ONBOARDING_STEP and CLEAR_CACHES, signed as specified by Standard Webhooks; without it they are UNSUPPORTED. Plain http is accepted for this machine only.")
            .optional();
    public static final Setting<List<UrlOfType>> URL_BY_TYPE = Setting.of(
                    "licensewatch.worker.webhook.url-by-type",
                    ValueType.listOf(new ValueType<>(
                            "TYPE=URL such as UPGRADE_SEATS=https://saas.example/seats", UrlOfType::parse)),
                    "Other receivers of single types, TYPE=URL, comma-separated.")
            .defaultsTo("");
    public static final Setting<Optional<String>> SECRET = Setting.of(
                    "licensewatch.worker.webhook.secret",
                    new ValueType<>("whsec_ and 24 to 64 bytes as Base64", WebhookSettings::secret),
                    "Signing secret, in the format of Standard Webhooks: whsec_ and Base64. Required with a URL.")
            .optional()
            .asSecret();
    public static final Setting<Optional<String>> FORMER_SECRET = Setting.of(
                    "licensewatch.worker.webhook.former-secret",
                    new ValueType<>("whsec_ and 24 to 64 bytes as Base64", WebhookSettings::secret),
                    "The former secret; calls are signed with both until every receiver has the new one.")
            .optional()
            .asSecret();
    public static final Setting<Duration> TIMEOUT = Setting.of(
                    "licensewatch.worker.webhook.timeout",
                    ValueType.POSITIVE_DURATION,
                    "How long to wait for an answer; without one the call is retried.")
            .defaultsTo("10s");

    /** The receiver of one type. */
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
                    + " or " + URL_BY_TYPE.name() + ", because the receiver cannot verify an unsigned call");
        }
        return webhook;
    }

    private boolean isConfigured() {
        return url.isPresent() || !byType.isEmpty();
    }

    /** Empty for a type without a receiver. */
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
            throw new IllegalArgumentException("not the URL of a receiver");
        }
        boolean encrypted = "https".equals(uri.getScheme());
        if (!encrypted && !("http".equals(uri.getScheme()) && !Plaintext.leavesMachine(uri.getHost()))) {
            throw new IllegalArgumentException("not encrypted");
        }
        return uri;
    }

    /** Omits the secrets. */
    @Override
    public String toString() {
        return "WebhookSettings[" + url + ", " + byType + "]";
    }
}
