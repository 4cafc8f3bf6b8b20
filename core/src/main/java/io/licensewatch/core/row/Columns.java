package io.licensewatch.core.row;

import io.licensewatch.schemas.json.MalformedRecordException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row's columns with typed access. An absent column reads as null; {@link #has} tells them apart. If a column that is needed has a
 * value of the wrong type, the row is malformed; a column that only describes ({@code described...}) then reads as null.
 *
 * @param unreadable called with such columns
 */
public record Columns(String table, Map<String, @Nullable Object> values, Unreadable unreadable) {
    /** Digits before the point of what may fit a long. */
    private static final int LONGEST_NUMBER = 19;

    public Columns(String table, Map<String, @Nullable Object> values) {
        this(table, values, Unreadable.IGNORED);
    }

    public boolean has(String column) {
        return values.containsKey(column);
    }

    /** An id or text; numbers are accepted, because some schemas number their rows. */
    public @Nullable String text(String column) throws MalformedRecordException {
        Object value = values.get(column);
        if (value == null) {
            return null;
        }
        if (value instanceof String || value instanceof Long) {
            return value.toString();
        }
        throw wrongType(column, "a string");
    }

    public String requiredText(String column) throws MalformedRecordException {
        String value = text(column);
        if (value == null || value.isEmpty()) {
            throw new MalformedRecordException("column " + table + "." + column + " is null or missing");
        }
        return value;
    }

    /** Whether the column holds a time, such as that of a deletion; infinity is one. */
    public boolean hasTime(String column) throws MalformedRecordException {
        return !boundary(column).equals(Boundary.NONE);
    }

    public @Nullable String describedText(String column) {
        try {
            return text(column);
        } catch (MalformedRecordException e) {
            unreadable.leftOut(table, column);
            return null;
        }
    }

    public List<String> describedTexts(String column) {
        try {
            return texts(column);
        } catch (MalformedRecordException e) {
            unreadable.leftOut(table, column);
            return List.of();
        }
    }

    /** False also for a value of the wrong type. */
    public boolean describedFlag(String column) {
        try {
            return isTrue(column);
        } catch (MalformedRecordException e) {
            unreadable.leftOut(table, column);
            return false;
        }
    }

    public @Nullable Boolean flag(String column) throws MalformedRecordException {
        Object value = values.get(column);
        if (value == null || value instanceof Boolean) {
            return (Boolean) value;
        }
        throw wrongType(column, "a boolean");
    }

    /** As in a WHERE clause, null is not true. In a table without the flag every row is active. */
    public boolean trueOrAbsent(String column) throws MalformedRecordException {
        return !has(column) || isTrue(column);
    }

    /** Whether the row is active and not deleted, as far as its table has columns for that. */
    public boolean live() throws MalformedRecordException {
        return trueOrAbsent("is_active") && !hasTime("deleted_at");
    }

    /** False only if the column is false; null and absent count as true. */
    public boolean notFalse(String column) throws MalformedRecordException {
        return !Objects.equals(flag(column), false);
    }

    public boolean isTrue(String column) throws MalformedRecordException {
        return Objects.equals(flag(column), true);
    }

    /** A whole number; {@code numeric} arrives as a string, since JSON's numbers would not hold all of them. */
    public @Nullable Long number(String column) throws MalformedRecordException {
        Object value = values.get(column);
        if (value == null || value instanceof Long) {
            return (Long) value;
        }
        if (value instanceof String || value instanceof Double) {
            return whole(column, value.toString());
        }
        throw wrongType(column, "a whole number");
    }

    private Long whole(String column, String text) throws MalformedRecordException {
        try {
            BigDecimal number = new BigDecimal(text.strip());
            if (number.precision() - number.scale() <= LONGEST_NUMBER) { // or the next line would write all its zeros
                return number.longValueExact();
            }
        } catch (NumberFormatException | ArithmeticException e) {
            // not a number; reported below
        }
        throw wrongType(column, "a whole number");
    }

    /** A date, a timestamptz, infinity or null. */
    public Boundary boundary(String column) throws MalformedRecordException {
        Object value = values.get(column);
        if (value == null) {
            return Boundary.NONE;
        }
        if (value instanceof Long days) {
            return new Boundary(Boundary.Kind.DATE, days, 0);
        }
        if (value instanceof String text) {
            try {
                return Boundary.parse(text);
            } catch (DateTimeException e) {
                throw new MalformedRecordException("column " + table + "." + column + " is no date or timestamp", e);
            }
        }
        throw wrongType(column, "a date or timestamp");
    }

    /** A timestamptz, or a date: the start of that day in UTC. Null also for infinity, which is no point in time. */
    public @Nullable Instant instant(String column) throws MalformedRecordException {
        Object value = values.get(column);
        if (value == null || "infinity".equals(value) || "-infinity".equals(value)) {
            return null;
        }
        if (value instanceof Long || value instanceof String) {
            return boundary(column).asStart(ZoneOffset.UTC);
        }
        throw wrongType(column, "a date or timestamp");
    }

    /** A text[] or a jsonb array of strings; jsonb arrives as a string. */
    public List<String> texts(String column) throws MalformedRecordException {
        Object value = values.get(column);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list.stream().filter(Objects::nonNull).map(Object::toString).toList();
        }
        if (value instanceof String json && json.startsWith("[")) {
            return JsonTexts.parse(json);
        }
        throw wrongType(column, "an array of strings");
    }

    private MalformedRecordException wrongType(String column, String expected) {
        return new MalformedRecordException("column " + table + "." + column + " is not " + expected);
    }
}
