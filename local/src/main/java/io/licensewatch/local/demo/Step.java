package io.licensewatch.local.demo;

import io.licensewatch.schemas.command.CommandType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that happens in the database, or that a person approves, and all that it must cause.
 *
 * @param story what it means, in a few words
 * @param sql run as one transaction
 * @param approvals given after it, in this order
 * @param expected in any order; anything else that is published is wrong
 * @param hold the rule's hold-down in source time; zero for none
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

    /** The rule has a hold-down. */
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

    /** Whether a commit of ours causes an alert at once. */
    boolean isTimed() {
        return hold.isZero() && !sql.isEmpty() && approvals.isEmpty();
    }
}
