package io.licensewatch.core.system;

import io.licensewatch.core.detect.DetectionSettings;
import io.licensewatch.core.detect.SeatLevels;
import io.licensewatch.schemas.status.SystemHealth;

/** The numbers of the rules as they are published, and back. */
public final class RuleNumbers {
    private RuleNumbers() {}

    public static SystemHealth.Rules of(DetectionSettings tenants, SystemSettings system) {
        return new SystemHealth.Rules(
                tenants.seats().nearPercent(),
                tenants.seats().exceededPercent(),
                tenants.seats().criticalPercent(),
                tenants.notice(),
                tenants.soon(),
                tenants.last(),
                tenants.expiredEscalation(),
                tenants.expiredCriticalAbove(),
                tenants.driftSeniorAbove(),
                tenants.onboardingStall(),
                system.viewFailuresAbove(),
                system.viewStaleAfter(),
                system.feedSilence(),
                system.impactWindow(),
                system.impactTenants(),
                system.widespreadTenants(),
                system.unhealthyBelow(),
                system.failingBelow());
    }

    /**
     * Zone and closed statuses are not published: those of {@link DetectionSettings#defaults()}.
     *
     * @throws IllegalArgumentException when the numbers cannot be in force together
     */
    public static DetectionSettings tenants(SystemHealth.Rules rules) {
        DetectionSettings defaults = DetectionSettings.defaults();
        return new DetectionSettings(
                defaults.zone(),
                defaults.closedStatuses(),
                new SeatLevels(rules.seatsNearPercent(), rules.seatsExceededPercent(), rules.seatsCriticalPercent()),
                rules.expiryNotice(),
                rules.expirySoon(),
                rules.expiryFinal(),
                rules.expiredEscalation(),
                rules.expiredCriticalAbove(),
                rules.driftSeniorAbove(),
                rules.onboardingStall());
    }

    /** @throws IllegalArgumentException when the numbers cannot be in force together */
    public static SystemSettings system(SystemHealth.Rules rules) {
        return new SystemSettings(
                rules.viewFailuresAbove(),
                rules.viewStaleAfter(),
                rules.feedSilence(),
                rules.impactWindow(),
                rules.impactTenants(),
                rules.impactWidespreadTenants(),
                rules.healthUnhealthyBelow(),
                rules.healthFailingBelow());
    }
}
