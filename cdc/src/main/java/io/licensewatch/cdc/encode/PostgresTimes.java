package io.licensewatch.cdc.encode;

import io.debezium.connector.postgresql.PostgresValueConverter;
import io.debezium.connector.postgresql.connection.DateTimeFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/**
 * Timestamps as ISO-8601 in UTC, or {@code infinity} and {@code -infinity}. Debezium counts microseconds since 1970, which do not
 * reach Postgres' last years, and then has null instead.
 */
final class PostgresTimes {
    static final String INFINITY = "infinity";
    static final String MINUS_INFINITY = "-infinity";

    private static final DateTimeFormatter UTC = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral('T')
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.MICRO_OF_SECOND, 6, 6, true)
            .appendLiteral('Z')
            .toFormatter();

    private final ZoneId zone;

    /** @param zone of timestamps without a time zone */
    PostgresTimes(ZoneId zone) {
        this.zone = zone;
    }

    /** Of a {@code timestamptz}: a text in a snapshot, otherwise the value of the stream's decoder. */
    String zoned(Object value) {
        if (value instanceof String text) {
            return isWritten(text)
                    ? text
                    : utc(DateTimeFormat.get()
                            .timestampWithTimeZoneToOffsetDateTime(text)
                            .toInstant());
        }
        if (!(value instanceof OffsetDateTime time)) {
            return value.toString(); // a column's default, which is not used
        }
        if (time.equals(PostgresValueConverter.POSITIVE_INFINITY_OFFSET_DATE_TIME)) {
            return INFINITY;
        }
        return time.equals(PostgresValueConverter.NEGATIVE_INFINITY_OFFSET_DATE_TIME)
                ? MINUS_INFINITY
                : utc(time.toInstant());
    }

    /** Of a {@code timestamp}; the decoder assumes UTC. */
    String local(Object value) {
        if (value instanceof String text) {
            return isWritten(text) ? text : utc(inZone(DateTimeFormat.get().timestampToInstant(text)));
        }
        if (!(value instanceof Instant time)) {
            return value.toString();
        }
        if (time.equals(PostgresValueConverter.POSITIVE_INFINITY_INSTANT)) {
            return INFINITY;
        }
        return time.equals(PostgresValueConverter.NEGATIVE_INFINITY_INSTANT) ? MINUS_INFINITY : utc(inZone(time));
    }

    /** Of a {@code date} where an instant is expected: the start of the day. */
    String startOfDay(Object value) {
        if (value instanceof String text) {
            return text;
        }
        int days = PostgresDates.of(value);
        if (days == PostgresDates.INFINITY) {
            return INFINITY;
        }
        return days == PostgresDates.MINUS_INFINITY
                ? MINUS_INFINITY
                : utc(LocalDate.ofEpochDay(days).atStartOfDay(zone).toInstant());
    }

    /** Whether it is converted already: a column's default is converted twice. */
    private static boolean isWritten(String text) {
        return text.equals(INFINITY) || text.equals(MINUS_INFINITY) || text.indexOf('T') > 0;
    }

    /** A local time that the clock shows twice is the later one, as for AT TIME ZONE. */
    private Instant inZone(Instant local) {
        return LocalDateTime.ofInstant(local, ZoneOffset.UTC)
                .atZone(zone)
                .withLaterOffsetAtOverlap()
                .toInstant();
    }

    private static String utc(Instant time) {
        return UTC.format(time.atOffset(ZoneOffset.UTC));
    }
}
