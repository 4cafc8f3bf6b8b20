package io.licensewatch.core.detect;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far onboarding is, and what it lacks to continue.
 *
 * @param offeringId the tenant's offering; null when it has none
 * @param missingGrants features of the tenant's offering that it has no licence for, sorted
 * @param administratorMissing no live user holds a role that is an administrator's by its name
 * @param onlyFlagMissing every step is done, but nothing says that onboarding is completed
 */
public record OnboardingDetails(
        @Nullable String currentStep,
        List<String> completedSteps,
        Instant lastProgressAt,
        @Nullable String offeringId,
        List<String> missingGrants,
        boolean administratorMissing,
        boolean onlyFlagMissing)
        implements Details {
    private static final int MAX_LISTED = 100;

    public OnboardingDetails {
        completedSteps = List.copyOf(completedSteps);
        missingGrants = List.copyOf(missingGrants);
    }

    @Override
    public Map<String, @Nullable Object> asJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("currentStep", currentStep);
        json.put("completedSteps", first(completedSteps));
        json.put("lastProgressAt", lastProgressAt.toString());
        json.put("offeringId", offeringId);
        json.put("missingGrants", first(missingGrants));
        json.put("missingGrantsLeftOut", Math.max(0, missingGrants.size() - MAX_LISTED));
        json.put("administratorMissing", administratorMissing);
        json.put("onlyFlagMissing", onlyFlagMissing);
        return json;
    }

    /** Whether something is missing that the offering contains. */
    public boolean lacksDefaults() {
        return !missingGrants.isEmpty() || administratorMissing;
    }

    private static List<String> first(List<String> texts) {
        return texts.subList(0, Math.min(MAX_LISTED, texts.size()));
    }
}
