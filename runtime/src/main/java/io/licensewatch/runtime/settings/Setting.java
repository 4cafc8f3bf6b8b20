package io.licensewatch.runtime.settings;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One setting of an app. It can be given in a file, in the environment, or as a flag.
 *
 * @param name full name, such as {@code licensewatch.kafka.bootstrap-servers}
 * @param defaultText what applies when it is not given, in the form in which it would be given; null without a default
 * @param presence what a missing value means
 * @param unit of a number, or empty
 * @param doc one sentence that describes it
 * @param secret never printed; can also be read from a file that the setting {@code <name>-file} names
 */
public record Setting<T>(
        String name,
        ValueType<T> type,
        @Nullable String defaultText,
        Presence presence,
        String unit,
        String doc,
        boolean secret) {
    static final String PREFIX = "licensewatch.";
    private static final String SECRET_FILE_SUFFIX = "-file";

    /** What a missing value means. */
    public enum Presence {
        DEFAULTED,
        OPTIONAL,
        REQUIRED
    }

    public Setting {
        if (!name.matches("licensewatch(\\.[a-z0-9]+(-[a-z0-9]+)*)+")) {
            throw new IllegalArgumentException("'" + name + "' is not a name such as licensewatch.some.thing-else");
        }
        if (defaultText != null) {
            Objects.requireNonNull(type.parser().apply(defaultText));
        }
    }

    /** A required setting; the methods below change that. */
    public static <T> Setting<T> of(String name, ValueType<T> type, String doc) {
        return new Setting<>(name, type, null, Presence.REQUIRED, "", doc, false);
    }

    public Setting<T> defaultsTo(String text) {
        return new Setting<>(name, type, text, Presence.DEFAULTED, unit, doc, secret);
    }

    public Setting<Optional<T>> optional() {
        return new Setting<>(name, type.optional(), null, Presence.OPTIONAL, unit, doc, secret);
    }

    public Setting<T> in(String measure) {
        return new Setting<>(name, type, defaultText, presence, measure, doc, secret);
    }

    public Setting<T> asSecret() {
        return new Setting<>(name, type, defaultText, presence, unit, doc, true);
    }

    /** Such as {@code LICENSEWATCH_KAFKA_BOOTSTRAP_SERVERS}. */
    public String environmentName() {
        return environmentName(name);
    }

    /** Such as {@code --kafka-bootstrap-servers}. */
    public String flag() {
        return flag(name);
    }

    /** The setting that names a file with this secret. */
    String fileName() {
        return name + SECRET_FILE_SUFFIX;
    }

    static String environmentName(String name) {
        return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    static String flag(String name) {
        return "--" + name.substring(PREFIX.length()).replace('.', '-');
    }

    @SuppressWarnings("unchecked") // an optional setting's type is Optional, and only optional() makes one
    T absent() {
        return (T) Optional.empty();
    }
}
