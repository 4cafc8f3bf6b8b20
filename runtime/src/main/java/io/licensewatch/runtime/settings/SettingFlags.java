package io.licensewatch.runtime.settings;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Adds one flag per setting to a command, and {@code --config FILE}. */
public final class SettingFlags {
    private final List<Setting<?>> settings;
    private final OptionSpec config;
    /** By the full name of the setting. */
    private final Map<String, OptionSpec> options = new LinkedHashMap<>();

    private SettingFlags(List<Setting<?>> settings) {
        this.settings = List.copyOf(settings);
        this.config = OptionSpec.builder("--config")
                .type(Path.class)
                .paramLabel("FILE")
                .description("A properties file with settings. Flags and the environment take precedence over it.")
                .build();
        settings.forEach(this::addOptions);
    }

    /** Adds the flags to a command that has not been parsed yet. */
    public static SettingFlags addTo(CommandSpec command, List<Setting<?>> settings) {
        SettingFlags flags = new SettingFlags(settings);
        command.addOption(flags.config);
        flags.options.values().forEach(command::addOption);
        return flags;
    }

    /** The settings from the parsed command line, its {@code --config} file and the environment. */
    public Settings load(Map<String, String> environment) {
        return Settings.load(settings, configFile(), environment, given());
    }

    public @Nullable Path configFile() {
        return config.getValue();
    }

    /** The values from the command line, by full name of the setting. */
    public Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        options.forEach((name, option) -> {
            String value = option.getValue();
            if (value != null) {
                given.put(name, value);
            }
        });
        return given;
    }

    private void addOptions(Setting<?> setting) {
        options.put(setting.name(), option(setting));
        if (setting.secret()) {
            options.put(
                    setting.fileName(),
                    OptionSpec.builder(Setting.flag(setting.fileName()))
                            .type(String.class)
                            .paramLabel("FILE")
                            .description("A file that holds " + setting.flag() + ".")
                            .build());
        }
    }

    private static OptionSpec option(Setting<?> setting) {
        OptionSpec.Builder option = OptionSpec.builder(setting.flag())
                .type(String.class)
                .paramLabel("VALUE")
                .description(escaped(description(setting)));
        if (setting.type() == (Object) ValueType.BOOLEAN) {
            option.arity("0..1").fallbackValue("true");
        }
        return option.build();
    }

    private static String description(Setting<?> setting) {
        if (setting.secret()) {
            return setting.doc() + " Other users can see flags in the process list, so better use "
                    + Setting.flag(setting.fileName()) + ", or " + setting.environmentName() + ".";
        }
        String unit = setting.unit().isEmpty() ? "" : " Unit: " + setting.unit() + ".";
        return switch (setting.presence()) {
            case REQUIRED -> setting.doc() + unit + " Required.";
            case OPTIONAL -> setting.doc() + unit;
            case DEFAULTED -> setting.doc() + unit + " Default: " + setting.defaultText() + ".";
        };
    }

    /** picocli formats descriptions. */
    private static String escaped(String description) {
        return description.replace("%", "%%");
    }
}
