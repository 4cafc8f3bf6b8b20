package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.source.SourceTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Assignments that end by themselves, where that is folded late. */
class LateEndsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** A row that waits is applied when the next frontier is there, and its end is between the two. */
    @Test
    void a_row_that_has_waited_counts_at_the_frontier_that_covers_it() {
        OneTask task = new OneTask(new EngineSettings(1, Duration.ZERO), Seats.TABLES);
        Seats seats = new Seats(task);
        seats.offering("team", 100);
        seats.tenant("zeta", "team");
        seats.hire("zeta", "ann");
        seats.frontierAfter(SECOND);
        seats.hire("zeta", "bob");
        task.logGrows(1);
        seats.hire("zeta", "cid");
        task.frontierBeforeTheLastRow(SECOND);
        task.finish(); // zeta is ahead, and its rows wait from here on
        task.logGrows(1);
        Instant first = task.now().plus(SECOND);
        for (int i = 0; i < 9; i++) {
            seats.hire("zeta", "more" + i);
        }
        task.put(SourceTable.USER_ROLES, "eve", Seats.hiredUntil("zeta", "eve", first.plusMillis(500)));
        task.statuses.clear();
        task.frontierAfter(SECOND);
        task.frontierAfter(SECOND);
        task.finish();
        assertThat(task.statuses)
                .filteredOn(status -> status.asOf().sourceTime().equals(first))
                .as("as of the first: ann, bob, cid, 9 more, and eve")
                .allSatisfy(status -> assertThat(status.seats().used()).isEqualTo(13));
        assertThat(task.statuses)
                .last()
                .satisfies(status -> assertThat(status.seats().used()).isEqualTo(12));
    }

    /** Two assignments end before a frontier that is skipped; then the source's clock is set back. */
    @Test
    void nothing_is_evaluated_as_of_a_frontier_before_the_clock_was_set_back() {
        OneTask task = new OneTask(new EngineSettings(1, Duration.ZERO), Seats.TABLES);
        Seats seats = new Seats(task);
        seats.offering("team", 100);
        seats.tenant("zeta", "team");
        Instant end = task.now().plusSeconds(5);
        for (String user : List.of("ann", "bob", "cid")) {
            task.put(SourceTable.USER_ROLES, user, Seats.hiredUntil("zeta", user, end));
        }
        seats.frontierAfter(SECOND);
        assertThat(seats.used("zeta")).isEqualTo(3);
        task.statuses.clear();
        task.frontierAfter(Duration.ofSeconds(10));
        Instant skipped = task.now();
        task.frontierAfter(Duration.ofSeconds(-8));
        task.finish();
        assertThat(task.statuses)
                .filteredOn(status -> status.asOf().sourceTime().equals(skipped))
                .allSatisfy(status -> assertThat(status.seats().used()).isZero());
    }
}
