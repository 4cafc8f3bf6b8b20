package io.licensewatch.core.detect;

import java.util.List;

/**
 * Two numbers of the rules that only make sense in an order, such as stages that come closer.
 *
 * @param less the one that is less, by its setting's name after {@code licensewatch.rules.}
 * @param more the other one
 * @param orEqual whether both may be the same
 */
public record RuleOrder(String less, String more, boolean orEqual) {
    /** All of them; the constructors of the settings refuse what is in no order, without these names. */
    public static final List<RuleOrder> ALL = List.of(
            new RuleOrder("seats-near-percent", "seats-exceeded-percent", false),
            new RuleOrder("seats-exceeded-percent", "seats-critical-percent", false),
            new RuleOrder("expiry-soon", "expiry-notice", false),
            new RuleOrder("expiry-final", "expiry-soon", false),
            new RuleOrder("impact-tenants", "impact-widespread-tenants", true),
            new RuleOrder("health-failing-below", "health-unhealthy-below", true));

    /** @param compared the one with the other */
    public boolean holds(int compared) {
        return compared < 0 || (compared == 0 && orEqual);
    }

    /** What the one has to be, before the name of the other. */
    public String relation() {
        return orEqual ? "at most" : "less than";
    }
}
