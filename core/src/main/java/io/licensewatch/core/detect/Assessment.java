package io.licensewatch.core.detect;

import io.licensewatch.core.row.TenantRow;
import io.licensewatch.core.tenant.SeatHistory;
import io.licensewatch.core.tenant.TenantFacts;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Everything that rules and status ask of a tenant at one time, computed once.
 *
 * @param seatHistory with this look; to be kept for the next one
 * @param seatForecastChangesAt when growth is measured from another day, where there is any
 */
public record Assessment(
        TenantFacts facts,
        Instant now,
        boolean inScope,
        Coverage coverage,
        SeatUsage seats,
        DriftFindings drift,
        OnboardingState onboarding,
        SeatHistory seatHistory,
        @Nullable CoverageGap coverageGap,
        @Nullable SeatForecast seatForecast,
        Instant seatForecastChangesAt) {

    public static Assessment of(TenantFacts facts, Instant now, DetectionSettings settings) {
        Coverage coverage = Coverage.of(facts, now, settings);
        SeatUsage seats = SeatUsage.of(facts, now, settings.seats());
        LocalDate today = LocalDate.ofInstant(now, settings.zone());
        SeatHistory history = facts.seatHistory().with(today.toEpochDay(), seats.used());
        boolean inScope = inScope(facts, settings);
        return new Assessment(
                facts,
                now,
                inScope,
                coverage,
                seats,
                DriftFindings.of(facts, coverage, now),
                OnboardingState.of(facts, now, settings),
                history,
                inScope ? CoverageGap.ahead(coverage, seats.used(), now) : null,
                inScope ? SeatForecast.of(history, seats, settings.seats(), today.toEpochDay()) : null,
                history.moves()
                        ? today.plusDays(1).atStartOfDay(settings.zone()).toInstant()
                        : Instant.MAX);
    }

    private static boolean inScope(TenantFacts facts, DetectionSettings settings) {
        TenantRow tenant = facts.tenant();
        if (tenant == null) {
            return !facts.reference().captured(SourceTable.TENANTS);
        }
        String status = tenant.status();
        return !tenant.deleted()
                && (status == null || !settings.closedStatuses().contains(status.toLowerCase(Locale.ROOT)));
    }
}
