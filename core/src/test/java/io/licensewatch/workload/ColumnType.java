package io.licensewatch.workload;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The type of a column: how it is declared, how a value of the workload is written to it, and how plain SQL reads what was meant.
 *
 * @param declaration what a table's definition says
 * @param read SQL that gives the value in the usual type, of a column %1$s
 * @param writer a value that is not null
 */
record ColumnType(String declaration, String read, Writer writer) {
    interface Writer {
        /** @param salt of the row: what may be written in several ways varies by it, and not by anything else */
        String literal(Object value, int salt);
    }

    static ColumnType plain(String declaration) {
        return new ColumnType(declaration, "%1$s", (value, salt) -> ColumnType.literal(value));
    }

    static ColumnType text(String declaration) {
        return new ColumnType(declaration, "%1$s::text", (value, salt) -> ColumnType.literal(value));
    }

    /** Any spelling is the same. SQL goes on to compare without case, so no text is made of it. */
    static ColumnType caseless(String declaration) {
        return new ColumnType(declaration, "%1$s::citext", (value, salt) -> literal(spelt(value.toString(), salt)));
    }

    private static String spelt(String text, int salt) {
        return switch (Math.floorMod(salt, 3)) {
            case 0 -> text;
            case 1 -> text.toUpperCase(Locale.ROOT);
            default -> text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
        };
    }

    String literal(Object value, int salt) {
        return writer.literal(value, salt);
    }

    /** Whether no value may be written as infinity, too. */
    boolean isUnlimited() {
        return read.contains("Infinity");
    }

    /** A number, sometimes written with places behind the point. */
    static ColumnType scaled(String declaration) {
        return new ColumnType(
                declaration, "trim_scale(%1$s)::text", (value, salt) -> value + (salt % 2 == 0 ? "" : ".00"));
    }

    /** A number that stands for no limit where the workload has none. */
    static ColumnType unlimited(String declaration) {
        return new ColumnType(declaration, "nullif(%1$s, 'Infinity')::bigint", (value, salt) -> "'" + value + "'");
    }

    static ColumnType array(String declaration) {
        return new ColumnType(
                declaration, "%1$s::text[]", (value, salt) -> literal(value) + "::text[]::" + declaration);
    }

    static ColumnType json(String declaration) {
        return new ColumnType(
                declaration,
                "CASE WHEN %1$s IS NOT NULL THEN ARRAY(SELECT jsonb_array_elements_text(%1$s::jsonb)) END",
                (value, salt) -> "to_jsonb(" + literal(value) + "::text[])::jsonb::" + declaration);
    }

    static ColumnType document(String declaration) {
        return new ColumnType(
                declaration, "%1$s::text", (value, salt) -> "to_jsonb(" + literal(value) + "::text)::" + declaration);
    }

    /** A time with a zone of its own. */
    static ColumnType instant(String declaration) {
        return new ColumnType(declaration, "%1$s::timestamptz", (value, salt) -> literal(instant(value)));
    }

    /** A local time; SQL reads it in the zone of its session. */
    static ColumnType local(String declaration, ZoneId zone) {
        return new ColumnType(
                declaration,
                "%1$s::timestamptz",
                (value, salt) -> instant(value).equals(Instant.MAX)
                        ? literal(Instant.MAX)
                        : literal(LocalDateTime.ofInstant(instant(value), zone).truncatedTo(ChronoUnit.MICROS)));
    }

    /** A day where an instant is meant: its beginning in the zone of the session. */
    static ColumnType startOfDay(String declaration, ZoneId zone) {
        return new ColumnType(declaration, "%1$s::timestamptz", (value, salt) -> literal(day(value, zone)));
    }

    /** A day from which something is so. */
    static ColumnType firstDay(String declaration) {
        return new ColumnType(
                declaration,
                "%1$s::timestamp AT TIME ZONE 'UTC'",
                (value, salt) -> literal(day(value, ZoneOffset.UTC)));
    }

    /** A day up to whose end something is so. */
    static ColumnType lastDay(String declaration) {
        return new ColumnType(
                declaration,
                "(%1$s + 1)::timestamp AT TIME ZONE 'UTC'",
                (value, salt) -> literal(day(value, ZoneOffset.UTC)));
    }

    private static Instant instant(Object value) {
        if (value instanceof LocalDate day) {
            return day.equals(LocalDate.MAX)
                    ? Instant.MAX
                    : day.atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        return (Instant) value;
    }

    private static LocalDate day(Object value, ZoneId zone) {
        if (value instanceof LocalDate day) {
            return day;
        }
        return value.equals(Instant.MAX) ? LocalDate.MAX : LocalDate.ofInstant((Instant) value, zone);
    }

    static String literal(@Nullable Object value) {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof Boolean || value instanceof Integer) {
            return value.toString();
        }
        if (value instanceof List<?> texts) {
            return texts.stream().map(ColumnType::literal).collect(Collectors.joining(", ", "ARRAY[", "]::text[]"));
        }
        boolean infinite = value.equals(Instant.MAX) || value.equals(LocalDate.MAX);
        return "'" + (infinite ? "infinity" : Objects.toString(value).replace("'", "''")) + "'";
    }
}
