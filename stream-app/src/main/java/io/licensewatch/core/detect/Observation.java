package io.licensewatch.core.detect;

import io.licensewatch.schemas.alert.Evidence;
import java.util.List;

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
    }

    /**
     * The condition does not hold.
     *
     * @param reason told when an alert resolves by it, such as CLEARED, EXPIRED, TENANT_CLOSED
     * @param evidence the rows by which it does not, as far as they are known
     */
    record Absent(Rule rule, String subject, String reason, List<Evidence> evidence) implements Observation {
        /** The tenant is gone: whatever is open ends at once. */
        public static final String TENANT_CLOSED = "TENANT_CLOSED";

        public Absent {
            evidence = List.copyOf(evidence);
        }

        public Absent(Rule rule, String subject, String reason) {
            this(rule, subject, reason, List.of());
        }

        public Absent(Rule rule, String reason) {
            this(rule, rule.subject(), reason);
        }

        public Absent by(List<Evidence> rows) {
            return new Absent(rule, subject, reason, rows);
        }
    }

    /** Not everything that the rule needs has been seen; says neither fine nor bad, and changes nothing. */
    record InsufficientData(Rule rule, String subject, String missing) implements Observation {
        public InsufficientData(Rule rule, String missing) {
            this(rule, rule.subject(), missing);
        }
    }
}
