package io.licensewatch.core.detect;

/** What a detector says about a rule and subject at one frontier. */
public sealed interface Observation {
    Rule rule();

    default String subject() {
        return rule().subject();
    }

    /** The condition holds. */
    record Holds(Rule rule, Finding finding) implements Observation {}

    /**
     * The condition does not hold.
     *
     * @param reason told when an alert resolves by it, such as CLEARED, EXPIRED, TENANT_CLOSED
     */
    record Absent(Rule rule, String reason) implements Observation {
        /** The tenant is gone: whatever is open ends at once. */
        public static final String TENANT_CLOSED = "TENANT_CLOSED";
    }

    /** Not everything that the rule needs has been seen; says neither fine nor bad, and changes nothing. */
    record InsufficientData(Rule rule, String missing) implements Observation {}
}
