package io.licensewatch.core.alert;

import io.licensewatch.core.detect.Rule;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** For durations by rule; a rule that is not named has none. */
public record ForDurationSettings(Map<Rule, ForDurations> byRule) {
    private static final Duration REPLACEMENT = Duration.ofSeconds(5);
    private static final Duration SEATS_EASING = Duration.ofSeconds(60);
    private static final Duration QUEUE = Duration.ofSeconds(60);

    public ForDurationSettings {
        byRule = Map.copyOf(byRule);
    }

    /**
     * Roles and grants are replaced by a delete and an insert in two transactions, which is drift for a moment:
     * 5 s for whatever drift does, and for what a stalled onboarding lacks. Seats dip while a user's roles are
     * replaced: they step down after 60 s. Commands wait for moments while others are carried out: 60 s.
     */
    public static ForDurationSettings defaults() {
        return new ForDurationSettings(Map.of(
                Rule.RBAC_DRIFT, ForDurations.all(REPLACEMENT),
                Rule.ONBOARDING_STALLED, ForDurations.NONE.withChanging(REPLACEMENT),
                Rule.SEAT_UTILIZATION, ForDurations.NONE.withEasing(SEATS_EASING),
                Rule.REMEDIATION_HELD, ForDurations.all(QUEUE)));
    }

    public ForDurationSettings with(Rule rule, ForDurations durations) {
        Map<Rule, ForDurations> changed = new EnumMap<>(Rule.class);
        changed.putAll(byRule);
        changed.put(rule, durations);
        return new ForDurationSettings(changed);
    }

    public ForDurations of(Rule rule) {
        return byRule.getOrDefault(rule, ForDurations.NONE);
    }
}
