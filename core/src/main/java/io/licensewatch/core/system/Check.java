package io.licensewatch.core.system;

import io.licensewatch.core.detect.Rule;
import java.util.Optional;

/**
 * Something of the system that is evaluated on its own.
 *
 * @param subject of the rule's alert; empty where there is no alert
 */
record Check(Kind kind, String subject) {
    static final Check HELD_COMMANDS = new Check(Kind.HELD_COMMANDS, Rule.REMEDIATION_HELD.subject());
    static final Check COMMANDS = new Check(Kind.COMMANDS, "");
    static final Check HEALTH = new Check(Kind.HEALTH, Rule.SYSTEM_HEALTH.subject());

    /** What is checked. */
    enum Kind {
        /** Whether refreshes of a view fail. */
        VIEW_FAILING(Rule.VIEW_REFRESH_FAILING.id()),
        /** Whether a view is stale. */
        VIEW_STALE(Rule.VIEW_STALE.id()),
        /** Whether a rule has made several tenants critical. */
        IMPACT(Rule.MULTI_TENANT_IMPACT.id()),
        /** Whether commands wait. */
        HELD_COMMANDS(Rule.REMEDIATION_HELD.id()),
        /** What has become of the system's own commands; after the alerts that they are for. */
        COMMANDS("commands"),
        /** The health score; last, as it counts the other alerts. */
        HEALTH(Rule.SYSTEM_HEALTH.id());

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        String id() {
            return id;
        }

        /** Whether it is an alert's, and needs no other check to be made before. */
        boolean isIndependent() {
            return this != COMMANDS && this != HEALTH;
        }

        boolean isOfView() {
            return this == VIEW_FAILING || this == VIEW_STALE;
        }

        static Kind ofId(String id) {
            for (Kind kind : values()) {
                if (kind.id.equals(id)) {
                    return kind;
                }
            }
            throw new IllegalStateException("there is no check " + id);
        }
    }

    static Check viewFailing(String view) {
        return new Check(Kind.VIEW_FAILING, view);
    }

    static Check viewStale(String view) {
        return new Check(Kind.VIEW_STALE, view);
    }

    static Check impact(String rule) {
        return new Check(Kind.IMPACT, rule);
    }

    /** The check of an alert; empty where its rule is evaluated in another way, as {@code feed-stalled}. */
    static Optional<Check> ofAlert(String rule, String subject) {
        for (Kind kind : Kind.values()) {
            if (kind != Kind.COMMANDS && kind.id.equals(rule)) {
                return Optional.of(new Check(kind, subject));
            }
        }
        return Optional.empty();
    }
}
