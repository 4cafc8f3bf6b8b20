package io.licensewatch.local.failure;

import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.schemas.source.SourceTable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A row's captured columns as text, in one form for both sides. */
record RowText(Map<String, String> columns) {
    private static final Pattern ISO = Pattern.compile("\\d{4,}-\\d\\d-\\d\\dT[0-9:.]+Z");

    static RowText of(Map<String, @Nullable Object> columns) {
        Map<String, String> texts = new TreeMap<>();
        columns.forEach((name, value) -> texts.put(name, text(value)));
        return new RowText(texts);
    }

    /** By id. */
    static Map<String, RowText> select(Connection connection, CapturedTable table) throws SQLException {
        Map<String, RowText> found = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT " + String.join(", ", table.columns()) + " FROM " + table.name())) {
            while (rows.next()) {
                Map<String, @Nullable Object> row = new HashMap<>();
                for (String column : table.columns()) {
                    Object value = value(rows, column);
                    row.put(column, value != null && table.table().withholds(column) ? SourceTable.WITHHELD : value);
                }
                RowText text = of(row);
                found.put(text.id(), text);
            }
        }
        return found;
    }

    private static @Nullable Object value(ResultSet rows, String column) throws SQLException {
        String text = rows.getString(column);
        if (text == null || text.endsWith("infinity")) {
            return text;
        }
        return switch (rows.getMetaData().getColumnTypeName(rows.findColumn(column))) {
            case "bool" -> rows.getBoolean(column);
            case "date" -> LocalDate.parse(text).toEpochDay();
            case "timestamptz" ->
                rows.getObject(column, OffsetDateTime.class).toInstant().toString();
            case "_text" -> List.of((Object[]) rows.getArray(column).getArray());
            default -> text;
        };
    }

    /** The same instant may be written with more or fewer digits. */
    private static String text(@Nullable Object value) {
        String text = String.valueOf(value);
        return ISO.matcher(text).matches() ? Instant.parse(text).toString() : text;
    }

    String id() {
        return columns.getOrDefault("id", "");
    }
}
