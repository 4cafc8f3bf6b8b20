package io.licensewatch.core.detect;

import io.licensewatch.core.row.RowOrigin;
import io.licensewatch.core.tenant.TenantFacts;
import io.licensewatch.schemas.alert.Measurement;
import io.licensewatch.schemas.source.Evidence;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Seats used against the limit of the tenant's offering. */
final class SeatDetector implements Detector {
    @Override
    public Detection detect(Assessment tenant, DetectionSettings settings) {
        SeatUsage seats = tenant.seats();
        Long limit = seats.limit();
        Grade grade = Grades.seats(seats.used(), limit, settings.seats());
        Observation observation = limit != null && grade != null
                ? new Observation.Holds(Rule.SEAT_UTILIZATION, finding(grade, tenant, seats, limit))
                : new Observation.Absent(Rule.SEAT_UTILIZATION, "CLEARED");
        return new Detection(List.of(observation), Instant.MAX);
    }

    private static Finding finding(Grade grade, Assessment tenant, SeatUsage seats, long limit) {
        return new Finding(
                grade,
                summary(seats, limit),
                new Measurement(seats.used(), limit, "seats"),
                seats.used(),
                new SeatDetails(seats.used(), limit, seats.offeringId(), tenant.seatForecast()),
                "",
                evidence(tenant.facts()));
    }

    /** The row that names the offering, and the change that moved a seat last. */
    private static List<Evidence> evidence(TenantFacts facts) {
        return Stream.of(facts.tenant() == null ? null : facts.tenant().origin(), facts.seatChange())
                .filter(Objects::nonNull)
                .map(RowOrigin::evidence)
                .toList();
    }

    private static String summary(SeatUsage seats, long limit) {
        String share = limit == 0 ? "" : " (" + seats.percent() + " %)";
        String used = seats.used() + " of " + Words.count(limit, "seat") + " used" + share;
        return seats.used() > limit ? used + ": " + (seats.used() - limit) + " over the limit." : used + ".";
    }
}
