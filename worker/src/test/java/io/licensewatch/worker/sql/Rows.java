package io.licensewatch.worker.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The whole database, row by row: table and key to columns. */
record Rows(Map<String, ObjectNode> byKey) {
    /**
     * The changes, sorted: {@code table(key) column: old -> new}, {@code + table(key) columns}, {@code - table(key)}. Ids are
     * replaced by names, times are relative to now.
     */
    List<String> changesTo(Rows later) {
        List<String> changes = new ArrayList<>();
        TreeSet<String> keys = new TreeSet<>(byKey.keySet());
        keys.addAll(later.byKey.keySet());
        for (String key : keys) {
            ObjectNode before = byKey.get(key);
            ObjectNode after = later.byKey.get(key);
            if (before == null && after != null) {
                changes.add("+ " + named(key) + " " + columns(after));
            } else if (after == null) {
                changes.add("- " + named(key));
            } else if (before != null) {
                before.fieldNames().forEachRemaining(column -> {
                    if (!before.get(column).equals(after.get(column))) {
                        changes.add(named(key) + " " + column + ": " + value(before.get(column)) + " -> "
                                + value(after.get(column)));
                    }
                });
            }
        }
        return changes.stream().sorted().toList();
    }

    /** The columns that are not null, without the key. */
    private static String columns(ObjectNode row) {
        Map<String, String> shown = new TreeMap<>();
        row.properties().forEach(column -> {
            if (!column.getKey().equals("id") && !column.getValue().isNull()) {
                shown.put(column.getKey(), value(column.getValue()));
            }
        });
        return shown.toString();
    }

    private static String named(String key) {
        int space = key.indexOf('(');
        List<String> parts = new ArrayList<>();
        for (String part : key.substring(space + 1, key.length() - 1).split(",", -1)) {
            parts.add(part.length() == 36 ? Ids.name(part) : part);
        }
        return key.substring(0, space) + "(" + String.join(",", parts) + ")";
    }

    static String value(JsonNode value) {
        String text = value.asText();
        if (text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            return Ids.name(text);
        }
        if (text.matches("\\d{4}-\\d\\d-\\d\\d")) {
            return relative("today", ChronoUnit.DAYS.between(LocalDate.now(ZoneOffset.UTC), LocalDate.parse(text)));
        }
        if (text.matches("\\d{4}-\\d\\d-\\d\\dT.*")) {
            Duration from =
                    Duration.between(Instant.now(), OffsetDateTime.parse(text).toInstant());
            return relative("now", Math.round(from.toSeconds() / 86_400.0));
        }
        return text;
    }

    private static String relative(String from, long days) {
        return days == 0 ? from : from + (days > 0 ? "+" : "") + days;
    }
}
