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
 * @param seatHistory with this evaluation; to be kept for the next one
 * @param seatForecastChangesAt when growth is measured from another day, where there is any
 * @param basis what the next one may take over
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
        Instant seatForecastChangesAt,
        Basis basis) {

    public static Assessment of(TenantFacts facts, Instant now, DetectionSettings settings) {
        return of(facts, now, settings, null);
    }

    /** @param former of the same tenant; what has not changed since is taken over, so it costs what has changed */
    static Assessment of(TenantFacts facts, Instant now, DetectionSettings settings, @Nullable Assessment former) {
        Assessment same = former != null && former.basis().holds(facts, now) ? former : null;
        Coverage coverage = same == null ? Coverage.of(facts, now, settings) : same.coverage();
        Basis basis = same == null ? Basis.of(facts, coverage, now) : same.basis();
        SeatUsage seats = SeatUsage.of(basis.seatsUsed(facts), basis.offering(), settings.seats());
        LocalDate today = LocalDate.ofInstant(now, settings.zone());
        SeatHistory history = facts.seatHistory().with(today.toEpochDay(), seats.used());
        boolean inScope = inScope(facts, settings);
        return new Assessment(
                facts,
                now,
                inScope,
                coverage,
                seats,
                same != null && Basis.sameDrift(same, facts) ? same.drift() : DriftFindings.of(facts, coverage, now),
                OnboardingState.of(facts, now, settings),
                history,
                inScope ? CoverageGap.ahead(coverage, seats.used(), now) : null,
                inScope ? SeatForecast.of(history, seats, settings.seats(), today.toEpochDay()) : null,
                history.moves()
                        ? today.plusDays(1).atStartOfDay(settings.zone()).toInstant()
                        : Instant.MAX,
                basis);
    }

    /** Whether all that the former one asked of the reference data would be asked again, and more only of what is new. */
    public boolean restsOn(Assessment former) {
        return basis == former.basis;
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
