package io.licensewatch.core.alert;

import io.licensewatch.core.detect.Rule;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Hold-downs per rule; a rule that is not named has none. */
public record HoldSettings(Map<Rule, Holds> byRule) {
    private static final Duration REPLACEMENT = Duration.ofSeconds(5);
    private static final Duration SEATS_EASING = Duration.ofSeconds(60);
    private static final Duration QUEUE = Duration.ofSeconds(60);

    public HoldSettings {
        byRule = Map.copyOf(byRule);
    }

    /**
     * Roles and grants are replaced by a delete and an insert in two transactions, which looks like drift for a moment:
     * 5 s for whatever drift does, and for what a stalled onboarding is said to lack. Seats dip while a user's roles are
     * replaced: they step down after 60 s. Commands wait for moments while others are carried out: 60 s.
     */
    public static HoldSettings defaults() {
        return new HoldSettings(Map.of(
                Rule.RBAC_DRIFT, Holds.all(REPLACEMENT),
                Rule.ONBOARDING_STALLED, Holds.NONE.withChanging(REPLACEMENT),
                Rule.SEAT_UTILIZATION, Holds.NONE.withEasing(SEATS_EASING),
                Rule.REMEDIATION_HELD, Holds.all(QUEUE)));
    }

    public HoldSettings with(Rule rule, Holds holds) {
        Map<Rule, Holds> changed = new EnumMap<>(Rule.class);
        changed.putAll(byRule);
        changed.put(rule, holds);
        return new HoldSettings(changed);
    }

    public Holds of(Rule rule) {
        return byRule.getOrDefault(rule, Holds.NONE);
    }
}
