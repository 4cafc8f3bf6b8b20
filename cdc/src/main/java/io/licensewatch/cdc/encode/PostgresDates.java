package io.licensewatch.cdc.encode;

import io.debezium.connector.postgresql.PostgresValueConverter;
import java.sql.Date;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * Days of {@code date} columns. Debezium has no infinity for dates: a stream gives a day in the year -5877611, a snapshot some other
 * day that depends on the machine's time zone, and both appear as dates. Here infinity is recognised in the driver's own values,
 * before that happens, and becomes the largest or the least number of days.
 */
final class PostgresDates {
    /** The schema name of date columns that this class converted. */
    static final String SCHEMA_NAME = "io.licensewatch.Date";

    static final int INFINITY = Integer.MAX_VALUE;
    static final int MINUS_INFINITY = Integer.MIN_VALUE;

    private PostgresDates() {}

    /** Days since 1970-01-01. */
    @SuppressWarnings("NullAway") // Connect has no annotations: null in, null out
    static @Nullable Integer days(@Nullable Object value) {
        return value == null ? null : (Integer) of(value);
    }

    static int of(Object value) {
        if (value instanceof LocalDate date) {
            return streamed(date);
        }
        if (value instanceof Date date) {
            return read(date);
        }
        if (value instanceof Integer days) {
            return days;
        }
        throw new IllegalArgumentException(
                "a date column holds a " + value.getClass().getName());
    }

    private static int streamed(LocalDate date) {
        if (date.equals(PostgresValueConverter.POSITIVE_INFINITY_LOCAL_DATE)) {
            return INFINITY;
        }
        if (date.equals(PostgresValueConverter.NEGATIVE_INFINITY_LOCAL_DATE)) {
            return MINUS_INFINITY;
        }
        return Math.toIntExact(date.toEpochDay());
    }

    private static int read(Date date) {
        if (date.getTime() == PGStatement.DATE_POSITIVE_INFINITY) {
            return INFINITY;
        }
        if (date.getTime() == PGStatement.DATE_NEGATIVE_INFINITY) {
            return MINUS_INFINITY;
        }
        return Math.toIntExact(date.toLocalDate().toEpochDay());
    }
}
