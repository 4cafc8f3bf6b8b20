package io.licensewatch.core.row;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/**
 * A point in time as a column gives it: a date, which means a whole day of the licensing zone, or an instant.
 *
 * <p>It is stored as given and resolved when it is used, so that a change of the zone setting needs no new snapshot.
 *
 * @param kind what the column held
 * @param value DATE: days since 1970-01-01; INSTANT: seconds since then
 * @param nanos INSTANT: nanoseconds within the second
 */
public record Boundary(Kind kind, long value, int nanos) {
    public static final Boundary NONE = new Boundary(Kind.NONE, 0, 0);

    /** What the column held. */
    public enum Kind {
        NONE(0),
        DATE(1),
        INSTANT(2),
        INFINITY(3),
        MINUS_INFINITY(4);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /** The number that is stored. */
        public int code() {
            return code;
        }

        public static Kind ofCode(int code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IllegalStateException("no kind of boundary has the number " + code);
        }
    }

    public static Boundary of(Instant instant) {
        return new Boundary(Kind.INSTANT, instant.getEpochSecond(), instant.getNano());
    }

    public static Boundary of(LocalDate date) {
        return new Boundary(Kind.DATE, date.toEpochDay(), 0);
    }

    static Boundary parse(String text) {
        return switch (text) {
            case "infinity" -> new Boundary(Kind.INFINITY, 0, 0);
            case "-infinity" -> new Boundary(Kind.MINUS_INFINITY, 0, 0);
            default ->
                text.length() == 10
                        ? of(LocalDate.parse(text))
                        : of(OffsetDateTime.parse(text).toInstant());
        };
    }

    /** The first instant that is covered. For a date: the start of that day. For none: always covered. */
    public Instant asStart(ZoneId zone) {
        return switch (kind) {
            case NONE, MINUS_INFINITY -> Instant.MIN;
            case INFINITY -> Instant.MAX;
            case DATE -> LocalDate.ofEpochDay(value).atStartOfDay(zone).toInstant();
            case INSTANT -> Instant.ofEpochSecond(value, nanos);
        };
    }

    /** The first instant that is no longer covered. A date is inclusive, so this is the end of the day. For none: never. */
    public Instant asEnd(ZoneId zone) {
        return switch (kind) {
            case NONE, INFINITY -> Instant.MAX;
            case MINUS_INFINITY -> Instant.MIN;
            case DATE ->
                LocalDate.ofEpochDay(value).plusDays(1).atStartOfDay(zone).toInstant();
            case INSTANT -> Instant.ofEpochSecond(value, nanos);
        };
    }
}
