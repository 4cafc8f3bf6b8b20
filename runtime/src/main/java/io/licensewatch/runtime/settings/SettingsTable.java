package io.licensewatch.runtime.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The list of an app's settings as text. */
public final class SettingsTable {
    private static final List<String> HEAD = List.of("setting", "environment", "default", "unit", "description");

    private SettingsTable() {}

    /** Aligned columns, for a terminal. */
    public static String text(List<Setting<?>> settings) {
        List<List<String>> rows = rows(settings);
        int[] widths = IntStream.range(0, HEAD.size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        StringBuilder table = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
            }
            table.append(line.toString().stripTrailing()).append('\n');
        }
        return table.toString();
    }

    /** For documentation. */
    public static String markdown(List<Setting<?>> settings) {
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
        String doc = setting.doc() + (setting.secret() ? " Secret; or give " + setting.fileName() + "." : "");
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
