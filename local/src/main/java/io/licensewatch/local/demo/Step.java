package io.licensewatch.local.demo;

import io.licensewatch.schemas.command.CommandType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that happens in the database, or that a person approves, and all that must come of it.
 *
 * @param story what it means, in a few words
 * @param sql run as one transaction
 * @param approvals given after it, in this order
 * @param expected in any order; whatever else comes is wrong
 * @param hold how long the rule waits in source time before it tells; zero for at once
 */
record Step(String story, String sql, List<Approval> approvals, List<Expectation> expected, Duration hold) {
    Step {
        sql = sql.strip();
        approvals = List.copyOf(approvals);
        expected = List.copyOf(expected);
    }

    static Step of(String story, String sql, Expectation... expected) {
        return new Step(story, sql, List.of(), List.of(expected), Duration.ZERO);
    }

    /** The rule tells after a hold. */
    Step after(Duration wait) {
        return new Step(story, sql, approvals, expected, wait);
    }

    /** A person approves the plan of this type that waits. */
    Step approving(Customer customer, CommandType type) {
        List<Approval> more = new ArrayList<>(approvals);
        more.add(new Approval(customer, type));
        return new Step(story, sql, more, expected, hold);
    }

    boolean isSilent() {
        return expected.isEmpty();
    }

    /** Whether an alert comes at once of a commit of ours. */
    boolean isTimed() {
        return hold.isZero() && !sql.isEmpty() && approvals.isEmpty();
    }
}
