package io.licensewatch.core.detect;

/** What a detector says about a rule and subject at one frontier. */
public sealed interface Observation {
    Rule rule();

    /** What it is about: the rule's own subject, or the name of the view or rule where there may be several. */
    String subject();

    /** The condition holds. */
    record Holds(Rule rule, String subject, Finding finding) implements Observation {
        public Holds(Rule rule, Finding finding) {
            this(rule, rule.subject(), finding);
        }

        /** The same, one level higher. */
        public Holds raised() {
            return new Holds(rule, subject, finding.raised());
        }
    }

    /**
     * The condition does not hold.
     *
     * @param reason published when an alert resolves by it, such as CLEARED, EXPIRED, TENANT_CLOSED
     */
    record Absent(Rule rule, String subject, String reason) implements Observation {
        /** The tenant is gone: whatever is open ends at once. */
        public static final String TENANT_CLOSED = "TENANT_CLOSED";

        public Absent(Rule rule, String reason) {
            this(rule, rule.subject(), reason);
        }
    }

    /** Not everything that the rule needs has been seen; says neither fine nor bad, and changes nothing. */
    record InsufficientData(Rule rule, String subject, String missing) implements Observation {
        public InsufficientData(Rule rule, String missing) {
            this(rule, rule.subject(), missing);
        }
    }
}
