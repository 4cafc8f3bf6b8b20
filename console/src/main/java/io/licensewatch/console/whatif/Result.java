package io.licensewatch.console.whatif;

import io.licensewatch.console.read.Page;
import io.licensewatch.core.detect.Grade;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.schemas.status.SystemHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The effect of other thresholds, over all tenants at one time.
 *
 * @param at source time of both sides
 * @param tenants in scope
 * @param unknownTenants tenants for which at least one rule is unknown; their alerts of that rule do not change
 * @param between tenants whose open alerts differ from the evaluation of the rules in force: an alert waits for its hold, or a
 *     status is late
 */
public record Result(
        Instant at,
        SystemHealth.Rules inForce,
        SystemHealth.Rules others,
        long tenants,
        long unknownTenants,
        long between,
        Map<Rule, RuleSum> rules,
        Side now,
        Side then,
        Page<Change> changes,
        Duration took) {
    /** @param health the alert on the score; null for none */
    public record Side(Weight alerts, int score, @Nullable Grade health) {}

    public boolean isSame() {
        return rules.values().stream().allMatch(sum -> sum.opens() + sum.ends() + sum.changes() == 0)
                && Objects.equals(now.health(), then.health());
    }
}
