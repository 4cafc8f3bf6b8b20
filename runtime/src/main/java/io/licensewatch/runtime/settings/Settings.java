package io.licensewatch.runtime.settings;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.common.MapBackedConfigSource;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The values of all settings of an app, parsed once. Flags take precedence over the environment, and that over the file. */
public final class Settings {
    private static final int FILE = 100;
    private static final int ENVIRONMENT = 200;
    private static final int FLAGS = 300;

    private final Map<String, Value> values;
    private final Supplier<Settings> again;

    private static final class Place extends MapBackedConfigSource {
        Place(String name, Map<String, String> values, int ordinal) {
            super(name, values, ordinal);
        }
    }

    private record Value(Object parsed, String shown) {}

    private Settings(Map<String, Value> values, Supplier<Settings> again) {
        this.values = values;
        this.again = again;
    }

    /**
     * @param known all settings of the app
     * @param file properties in UTF-8, by full name; null when there is none
     * @param environment the whole environment; variables that do not start with {@code LICENSEWATCH_} are ignored
     * @param flags by full name
     * @throws ConfigurationException naming every unknown, missing or wrong setting
     */
    public static Settings load(
            List<Setting<?>> known, @Nullable Path file, Map<String, String> environment, Map<String, String> flags) {
        KnownSettings names = new KnownSettings(known);
        Map<String, String> inFile = file == null ? Map.of() : names.byName(read(file), file.toString());
        // Without SmallRye's interceptors: a $ in a password is a $, and there are no profiles.
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(
                        new Place(String.valueOf(file), inFile, FILE),
                        new Place("the environment", names.byEnvironmentName(environment), ENVIRONMENT),
                        new Place("the flags", names.byName(flags, "the flags"), FLAGS))
                .build();
        GivenValues given = new GivenValues(config);
        List<String> problems = new ArrayList<>(names.problems());
        Map<String, Value> values = new LinkedHashMap<>();
        for (Setting<?> setting : known) {
            try {
                values.put(setting.name(), value(setting, given.of(setting)));
            } catch (ConfigurationException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return new Settings(values, () -> load(known, file, environment, flags));
    }

    /** Settings from values by full name; for embedding an app and for tests. */
    public static Settings of(List<Setting<?>> known, Map<String, String> values) {
        return load(known, null, Map.of(), values);
    }

    /**
     * Reads the settings again from the same sources: files may have changed, above all those of secrets.
     *
     * @throws ConfigurationException if they have become invalid
     */
    public Settings reread() {
        return again.get();
    }

    public <T> T get(Setting<T> setting) {
        Value value = values.get(setting.name());
        if (value == null) {
            throw new IllegalArgumentException(setting.name() + " is not among the settings that were loaded");
        }
        @SuppressWarnings("unchecked") // parsed by the type of the setting of this name
        T parsed = (T) value.parsed();
        return parsed;
    }

    /** The values in force, by name, as they would be given; secrets as stars. */
    public Map<String, String> shown() {
        Map<String, String> shown = new TreeMap<>();
        values.forEach((name, value) -> shown.put(name, value.shown()));
        return shown;
    }

    @Override
    public String toString() {
        return shown().toString();
    }

    private static Value value(Setting<?> setting, @Nullable GivenValue given) {
        if (given != null) {
            return parsed(setting, given);
        }
        String defaultText = setting.defaultText();
        return switch (setting.presence()) {
            case OPTIONAL -> new Value(setting.absent(), "");
            case REQUIRED ->
                throw new ConfigurationException("missing setting " + setting.name() + ": expected "
                        + setting.type().expected() + ", as " + setting.flag() + " or " + setting.environmentName());
            case DEFAULTED -> parsed(setting, new GivenValue(String.valueOf(defaultText), "its default"));
        };
    }

    private static Value parsed(Setting<?> setting, GivenValue given) {
        try {
            return new Value(setting.type().parser().apply(given.text()), setting.secret() ? "********" : given.text());
        } catch (RuntimeException e) {
            String quoted = setting.secret() ? "" : " = '" + withoutLogin(given.text()) + "'";
            throw new ConfigurationException("wrong setting " + setting.name() + quoted + " in " + given.place()
                    + ": expected " + setting.type().expected());
        }
    }

    /** The value may be a URL with a password. */
    private static String withoutLogin(String text) {
        return text.replaceAll("://[^/]*@", "://********@");
    }

    private static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException("cannot read the configuration file " + file + ": " + e);
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }
}
