package io.licensewatch.core.detect;

import io.licensewatch.core.reference.Offering;
import io.licensewatch.core.row.OnboardingRow;
import io.licensewatch.core.row.TenantRow;
import io.licensewatch.schemas.alert.Measurement;
import io.licensewatch.schemas.source.Evidence;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Onboarding that nobody goes on with. */
final class OnboardingDetector implements Detector {
    @Override
    public Detection detect(Assessment tenant, DetectionSettings settings) {
        OnboardingState onboarding = tenant.onboarding();
        Instant last = onboarding.lastProgressAt();
        Grade grade = Grades.onboarding(onboarding.completed(), last, tenant.now(), settings);
        Observation observation = grade != null && last != null
                ? new Observation.Holds(Rule.ONBOARDING_STALLED, finding(grade, tenant, onboarding, last, settings))
                : new Observation.Absent(Rule.ONBOARDING_STALLED, onboarding.completed() ? "COMPLETED" : "CLEARED");
        return new Detection(List.of(observation), onboarding.stallsAt(settings));
    }

    private static Finding finding(
            Grade grade, Assessment tenant, OnboardingState onboarding, Instant last, DetectionSettings settings) {
        long hours = Duration.between(last, tenant.now()).toHours();
        String step = onboarding.currentStep();
        OnboardingDetails details = new OnboardingDetails(
                step,
                onboarding.completedSteps(),
                last,
                tenant.facts().offering(tenant.now()).map(Offering::offeringId).orElse(null),
                missingGrants(tenant),
                !OnboardingState.hasAdministrator(tenant.facts()),
                onboarding.onlyFlagMissing());
        return new Finding(
                grade,
                "Onboarding has stood still for " + Words.count(hours, "hour")
                        + (step == null ? "." : " at step '" + step + "'."),
                new Measurement(hours, settings.onboardingStall().toHours(), "hours"),
                tenant.seats().used(),
                details,
                fingerprint(details),
                evidence(tenant));
    }

    /** What it would take to go on: when that changes, other commands help. */
    private static String fingerprint(OnboardingDetails details) {
        return String.join(",", details.missingGrants())
                + (details.administratorMissing() ? "/administrator" : "")
                + (details.onlyFlagMissing() ? "/flag" : "");
    }

    private static List<String> missingGrants(Assessment tenant) {
        if (!tenant.facts().reference().captured(SourceTable.TENANT_FEATURE_GRANTS)) {
            return List.of();
        }
        Set<String> missing = DriftFindings.offered(tenant.facts(), tenant.now());
        missing.removeAll(tenant.coverage().licensed());
        return List.copyOf(missing);
    }

    private static List<Evidence> evidence(Assessment tenant) {
        List<Evidence> evidence = new ArrayList<>();
        for (OnboardingRow row : tenant.facts().onboarding()) {
            evidence.add(row.origin().evidence());
        }
        TenantRow row = tenant.facts().tenant();
        if (row != null) {
            evidence.add(row.origin().evidence());
        }
        return evidence;
    }
}
