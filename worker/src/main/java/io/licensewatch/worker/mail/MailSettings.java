package io.licensewatch.worker.mail;

import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.runtime.settings.Setting;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.runtime.settings.ValueType;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings of mail.
 *
 * @param host empty if no mail is sent
 * @param from never empty with a host
 * @param link the page for renewals
 */
public record MailSettings(
        Optional<String> host,
        int port,
        Encryption encryption,
        Optional<String> user,
        Optional<String> password,
        Optional<String> from,
        Optional<String> replyTo,
        Optional<URI> link,
        Duration timeout) {
    public static final Setting<Optional<String>> HOST = Setting.of(
                    "licensewatch.worker.mail.host",
                    ValueType.matching("[^@/?#\\s]+", "a host name or address, not a URL"),
                    "SMTP server for mail to administrators; without it NOTIFY_TENANT_ADMIN is UNSUPPORTED.")
            .optional();
    public static final Setting<Integer> PORT = Setting.of(
                    "licensewatch.worker.mail.port", ValueType.intBetween(1, 65_535), "Port of the SMTP server.")
            .defaultsTo("587");
    public static final Setting<Encryption> ENCRYPTION = Setting.of(
                    "licensewatch.worker.mail.encryption",
                    ValueType.enumOf(Encryption.class),
                    "Encryption of the connection to the SMTP server: STARTTLS (then required), TLS from the first byte (port 465), or NONE. The certificate must be for that host and from a CA that the Java runtime trusts.")
            .defaultsTo("STARTTLS");
    public static final Setting<Optional<String>> USER = Setting.of(
                    "licensewatch.worker.mail.user", ValueType.STRING, "User for the login to the SMTP server.")
            .optional();
    public static final Setting<Optional<String>> PASSWORD = Setting.of(
                    "licensewatch.worker.mail.password", ValueType.STRING, "Password of that user.")
            .optional()
            .asSecret();
    public static final Setting<Optional<String>> FROM = Setting.of(
                    "licensewatch.worker.mail.from",
                    new ValueType<>("a mail address", MailSettings::address),
                    "Sender address. Required with a host.")
            .optional();
    public static final Setting<Optional<String>> REPLY_TO = Setting.of(
                    "licensewatch.worker.mail.reply-to",
                    new ValueType<>("a mail address", MailSettings::address),
                    "Reply-to address, if different from the sender.")
            .optional();
    public static final Setting<Optional<URI>> LINK = Setting.of(
                    "licensewatch.worker.mail.link",
                    new ValueType<>("a URL such as https://saas.example/billing", MailSettings::link),
                    "Page on which administrators renew; linked in each mail.")
            .optional();
    public static final Setting<Duration> TIMEOUT = Setting.of(
                    "licensewatch.worker.mail.timeout",
                    ValueType.POSITIVE_DURATION,
                    "How long to wait for the SMTP server at each step; then the mail is retried later.")
            .defaultsTo("10s");

    /** Encryption of the connection to the SMTP server. */
    public enum Encryption {
        STARTTLS,
        TLS,
        NONE
    }

    public static List<Setting<?>> all() {
        return List.of(HOST, PORT, ENCRYPTION, USER, PASSWORD, FROM, REPLY_TO, LINK, TIMEOUT);
    }

    /** @throws ConfigurationException for a host without a sender, or a user without a password */
    public static MailSettings of(Settings settings) {
        MailSettings mail = new MailSettings(
                settings.get(HOST),
                settings.get(PORT),
                settings.get(ENCRYPTION),
                settings.get(USER),
                settings.get(PASSWORD),
                settings.get(FROM),
                settings.get(REPLY_TO),
                settings.get(LINK),
                settings.get(TIMEOUT));
        if (mail.isConfigured() && mail.from().isEmpty()) {
            throw new ConfigurationException(
                    "missing setting " + FROM.name() + ": expected a mail address, with " + HOST.name());
        }
        if (mail.user().isPresent() != mail.password().isPresent()) {
            throw new ConfigurationException(
                    "only one of " + USER.name() + " and " + PASSWORD.name() + ": expected both, or none");
        }
        return mail;
    }

    public boolean isConfigured() {
        return host.isPresent();
    }

    private static String address(String text) {
        try {
            InternetAddress[] addresses = InternetAddress.parse(text, true);
            if (addresses.length != 1) {
                throw new IllegalArgumentException("not a single address");
            }
            addresses[0].validate();
            return text;
        } catch (AddressException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static URI link(String text) {
        URI uri = URI.create(text);
        if (uri.getHost() == null || !List.of("https", "http").contains(uri.getScheme())) {
            throw new IllegalArgumentException("not a page");
        }
        return uri;
    }

    /** Omits the password. */
    @Override
    public String toString() {
        return "MailSettings[" + host + ":" + port + ", " + encryption + "]";
    }
}
