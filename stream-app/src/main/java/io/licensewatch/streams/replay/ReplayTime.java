package io.licensewatch.streams.replay;

import io.licensewatch.runtime.settings.ValueType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import picocli.CommandLine;

/** A point in time as people give it: a date, a time, so long ago, or as early as possible. */
final class ReplayTime {
    static final String EARLIEST = "earliest";
    static final String EXPECTED =
            "a date such as 2026-11-28 (its beginning in UTC), a time such as 2026-11-28T10:00Z, or a duration such as 24h (so long ago)";

    private ReplayTime() {}

    /** @param now from which a duration counts */
    static Instant parse(String text, Instant now) {
        try {
            if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            return text.matches("\\d{4}-.*")
                    ? OffsetDateTime.parse(text).toInstant()
                    : now.minus(ValueType.POSITIVE_DURATION.parser().apply(text));
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
            throw new CommandLine.TypeConversionException("'" + text + "' is not " + EXPECTED);
        }
    }
}
