package io.licensewatch.core.detect;

import io.licensewatch.core.row.TenantRow;
import io.licensewatch.core.tenant.TenantFacts;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.util.Locale;

/** Everything that rules and status ask of a tenant at one time, computed once. */
public record Assessment(
        TenantFacts facts,
        Instant now,
        boolean inScope,
        Coverage coverage,
        SeatUsage seats,
        DriftFindings drift,
        OnboardingState onboarding) {

    public static Assessment of(TenantFacts facts, Instant now, DetectionSettings settings) {
        Coverage coverage = Coverage.of(facts, now, settings);
        return new Assessment(
                facts,
                now,
                inScope(facts, settings),
                coverage,
                SeatUsage.of(facts),
                DriftFindings.of(facts, coverage.licensed()),
                OnboardingState.of(facts, now, settings));
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
