package io.licensewatch.streams.replay;

import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.runtime.settings.Setting;
import io.licensewatch.streams.settings.StreamSettings;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;

/** A properties file with some of the rules' settings. */
final class RulesFile {
    static final String PREFIX = "licensewatch.rules.";

    private RulesFile() {}

    /** The settings of the rules. */
    static List<Setting<?>> rules() {
        return StreamSettings.all().stream()
                .filter(setting -> setting.name().startsWith(PREFIX))
                .toList();
    }

    /**
     * What it says, by full name.
     *
     * @throws ConfigurationException naming each line that is not right
     */
    static Map<String, String> read(Path file) {
        String text = text(file);
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException("cannot read the rules file " + file + ": " + e.getMessage());
        }
        Map<String, String> values = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            String value = properties.getProperty(name).strip();
            String place = file + line(text, name);
            Setting<?> setting = rules().stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst()
                    .orElse(null);
            if (setting == null) {
                problems.add("unknown rule " + name + " in " + place + ": expected one of " + names());
            } else if (!isRight(setting, value)) {
                problems.add("wrong rule " + name + " = '" + value + "' in " + place + ": expected "
                        + setting.type().expected());
            } else {
                values.put(name, value);
            }
        }
        if (values.isEmpty() && problems.isEmpty()) {
            problems.add("the rules file " + file + " has no rule: expected some of " + names());
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return values;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ConfigurationException("cannot read the rules file " + file + ": " + e);
        }
    }

    private static boolean isRight(Setting<?> setting, String value) {
        try {
            return setting.type().parser().apply(value) != null;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static String line(String text, String name) {
        List<String> lines = text.lines().map(String::strip).toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith(name) && line.substring(name.length()).matches("([\\s:=].*)?")) {
                return ", line " + (i + 1);
            }
        }
        return "";
    }

    private static String names() {
        return String.join(", ", rules().stream().map(Setting::name).sorted().toList());
    }
}
