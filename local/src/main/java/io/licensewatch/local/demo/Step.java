package io.licensewatch.local.demo;

import java.time.Duration;
import java.util.List;

/**
 * Something that happens in the database, and all that must come of it.
 *
 * @param story what it means, in a few words
 * @param sql run as one transaction
 * @param expected in any order; whatever else comes is wrong
 * @param hold how long the rule waits in source time before it tells; zero for at once
 */
record Step(String story, String sql, List<Expectation> expected, Duration hold) {
    Step {
        sql = sql.strip();
        expected = List.copyOf(expected);
    }

    static Step of(String story, String sql, Expectation... expected) {
        return new Step(story, sql, List.of(expected), Duration.ZERO);
    }

    /** The rule tells after a hold. */
    Step after(Duration wait) {
        return new Step(story, sql, expected, wait);
    }

    boolean isSilent() {
        return expected.isEmpty();
    }
}
