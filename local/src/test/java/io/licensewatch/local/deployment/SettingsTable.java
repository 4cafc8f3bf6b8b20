package io.licensewatch.local.deployment;

import io.licensewatch.runtime.settings.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The list of an app's settings as a table in Markdown. */
final class SettingsTable {
    private static final List<String> HEAD = List.of("setting", "environment", "default", "unit", "description");

    private SettingsTable() {}

    static String markdown(List<Setting<?>> settings) {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows(settings)) {
            lines.add("| " + String.join(" | ", row) + " |");
        }
        lines.add(1, "|---|---|---|---|---|");
        return String.join("\n", lines) + "\n";
    }

    private static List<List<String>> rows(List<Setting<?>> settings) {
        return Stream.concat(Stream.of(HEAD), settings.stream().map(SettingsTable::row))
                .toList();
    }

    private static List<String> row(Setting<?> setting) {
        String doc = setting.doc() + (setting.secret() ? " Secret; or give " + setting.name() + "-file" + "." : "");
        return List.of(setting.name(), setting.environmentName(), defaultOf(setting), setting.unit(), doc);
    }

    private static String defaultOf(Setting<?> setting) {
        return switch (setting.presence()) {
            case REQUIRED -> "(required)";
            case OPTIONAL -> "(none)";
            case DEFAULTED -> String.valueOf(setting.defaultText());
        };
    }
}
