package io.licensewatch.core.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.engine.Backfill;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.source.Frontier;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** While tables are read no frontier is complete: the feed has stalled when no more rows come, and not before. */
class FeedWhileReadingTest {
    private static final String OPEN = "feed-stalled|feed OPEN STALLED";
    private static final String RESOLVED = "feed-stalled|feed RESOLVED STALLED";

    private final SystemStory system = new SystemStory();
    private long second;
    private long rows;

    private void passes(long seconds) {
        second += seconds;
        system.machineIsAt(Duration.ofSeconds(second));
    }

    /** More rows with each second. */
    private void reads(int epoch, int seconds) {
        for (int i = 0; i < seconds; i++) {
            passes(1);
            rows += 10;
            system.snapshotIsAt(epoch, rows, false);
        }
    }

    private void frontierIsPassed() {
        system.second(); // a restart, too
        passes(0);
    }

    private void begins(int epoch) {
        rows = 0;
        system.snapshotIsAt(epoch, 0, false);
    }

    @Test
    void a_first_snapshot_whose_opening_was_not_read_takes_as_long_as_it_takes() {
        passes(0);
        reads(1, 1_000);
        system.snapshotIsAt(1, rows, true);
        passes(59);
        assertThat(system.published()).isEmpty();
        frontierIsPassed();
        passes(59);
        assertThat(system.published()).isEmpty();
    }

    @Test
    void a_snapshot_that_does_not_get_on_is_a_feed_that_has_stalled() {
        passes(0);
        reads(1, 1_000);
        for (int i = 0; i < 59; i++) {
            passes(1);
            system.snapshotIsAt(1, rows, false); // that cdc lives is not enough
        }
        assertThat(system.published()).isEmpty();
        passes(1);
        AlertEvent alert = system.alerts.get(0);
        assertThat(alert.summary())
                .isEqualTo("Nothing has been detected, and no progress was reported for 60 seconds: snapshot 1 is being"
                        + " taken, and no more rows of it are written: 10,000 of about 40,000 rows.");
        assertThat(alert.occurredAt()).isEqualTo(system.at(1_060));
        assertThat(system.published()).containsExactly(OPEN);

        reads(1, 1);
        assertThat(system.alerts.get(0).occurredAt()).isAfterOrEqualTo(alert.occurredAt());
        assertThat(system.published()).containsExactly(RESOLVED);
        passes(59);
        assertThat(system.published()).isEmpty();
        passes(1);
        assertThat(system.published()).containsExactly(OPEN);
        system.second();
        assertThat(system.published()).containsExactly(RESOLVED);
    }

    /** The topic keeps the last one for ever. */
    @Test
    void a_report_that_was_there_before_is_no_news() {
        passes(0);
        system.snapshotIsAt(3, 10_000, false);
        passes(30);
        system.snapshotIsAt(3, 10_000, false);
        passes(30);
        assertThat(system.alerts.get(0).summary()).contains("snapshot 3 is being taken");
        assertThat(system.published()).containsExactly(OPEN);
        system.restart();
        system.snapshotIsAt(3, 10_000, false);
        passes(1);
        assertThat(system.published()).as("nor does it end the alert").isEmpty();
    }

    @Test
    void a_snapshot_that_was_complete_long_ago_says_nothing() {
        passes(0);
        system.snapshotIsAt(3, 10_000, true);
        passes(60);
        assertThat(system.alerts.get(0).summary()).contains("snapshot 3 is complete, and no frontier has come since");
        assertThat(system.published()).containsExactly(OPEN);
        frontierIsPassed();
        assertThat(system.published()).containsExactly(RESOLVED);
        passes(60);
        assertThat(system.alerts.get(0).summary()).startsWith("No news from the source for 60 seconds");
    }

    @Test
    void a_snapshot_of_everything_beside_a_running_system_is_as_quiet() {
        frontierIsPassed();
        system.snapshotBegins();
        system.frontierOfASnapshot();
        begins(2);
        reads(2, 500);
        assertThat(system.published()).isEmpty();
        passes(60);
        assertThat(system.alerts.get(0).summary()).contains("snapshot 2 is being taken");
        assertThat(system.alerts.get(0).details())
                .containsEntry("lastFrontierAt", system.at(1).toString());
        assertThat(system.published()).containsExactly(OPEN);
    }

    @Test
    void cdc_may_be_restarted_in_a_snapshot() {
        passes(0);
        for (int epoch = 1; epoch <= 3; epoch++) {
            begins(epoch);
            reads(epoch, 100);
            passes(50);
        }
        assertThat(system.published()).isEmpty();
    }

    @Test
    void a_snapshot_that_begins_again_and_again_does_not_get_on() {
        passes(0);
        for (int epoch = 1; epoch <= 3; epoch++) {
            begins(epoch);
            reads(epoch, 100);
        }
        begins(4);
        reads(4, 59);
        assertThat(system.published()).isEmpty();
        reads(4, 1);
        reads(4, 1);
        assertThat(system.alerts.get(0).summary())
                .contains("snapshot 4 is being taken, for the 4th time without an end");
        assertThat(system.published()).containsExactly(OPEN);

        system.snapshotIsAt(4, rows, true);
        assertThat(system.published()).containsExactly(RESOLVED);
        begins(5);
        reads(5, 100);
        assertThat(system.published()).as("one was complete").isEmpty();
    }

    @Test
    void a_snapshot_that_begins_and_brings_no_row_does_not_get_on() {
        passes(0);
        for (int epoch = 1; epoch <= 6; epoch++) {
            system.snapshotBegins();
            system.frontierOfASnapshot();
            begins(epoch);
            passes(10);
        }
        assertThat(system.published()).containsExactly(OPEN);
    }

    @Test
    void tables_that_are_read_again_beside_the_stream_take_as_long_as_they_take() {
        frontierIsPassed();
        for (int i = 0; i < 1_000; i++) {
            passes(1);
            system.frontierOfAReading(50);
        }
        assertThat(system.published()).isEmpty();
        frontierIsPassed();
        passes(59);
        assertThat(system.published()).isEmpty();
    }

    /** A stream that goes on while nothing may be evaluated is no help. */
    @Test
    void tables_that_are_read_again_and_do_not_get_on_are_a_feed_that_has_stalled() {
        frontierIsPassed();
        system.frontierOfAReading(50);
        for (int i = 0; i < 60; i++) {
            assertThat(system.published()).isEmpty();
            passes(1);
            system.frontierOfASnapshot();
        }
        assertThat(system.alerts.get(0).summary())
                .isEqualTo("Nothing has been detected, and no progress was reported for 60 seconds: tables are being"
                        + " read, and no more rows of them are written.");
        assertThat(system.published()).containsExactly(OPEN);
        system.frontierOfAReading(50);
        assertThat(system.published()).containsExactly(RESOLVED);
    }

    @Test
    void a_feed_that_dies_while_tables_are_read_again_has_stalled() {
        frontierIsPassed();
        system.frontierOfAReading(50);
        passes(60);
        assertThat(system.published()).containsExactly(OPEN);
    }

    @Test
    void tables_that_are_read_again_and_again_do_not_get_on() {
        frontierIsPassed();
        for (int reading = 1; reading <= 10; reading++) {
            for (int i = 0; i < 10; i++) {
                passes(1);
                system.frontierOfAReading(50L + reading);
            }
        }
        assertThat(system.alerts.get(0).summary()).contains("for the 9th time without an end");
        assertThat(system.published()).containsExactly(OPEN);
    }

    /** Behind a snapshot of millions of rows, a first evaluation takes minutes too. */
    @Test
    void a_task_that_makes_progress_before_its_first_frontier_has_no_time_limit() {
        SystemStory two = new SystemStory(SystemSettings.defaults(), 2, 1000);
        two.machineIsAt(Duration.ZERO);
        Frontier first = two.frontierFor(Duration.ofSeconds(1), 0);
        int at = 0;
        for (Backfill.Stage stage : Backfill.Stage.values()) {
            for (int done = 0; done <= 20; done++) {
                at += 50;
                two.machineIsAt(Duration.ofSeconds(at));
                left(two, new Backfill(stage, done, 20));
            }
        }
        assertThat(two.published()).isEmpty();
        two.machineIsAt(Duration.ofSeconds(at + 30));
        left(two, new Backfill(Backfill.Stage.EVALUATING, 19, 20));
        left(two, new Backfill(Backfill.Stage.READING, 20, 20));
        two.machineIsAt(Duration.ofSeconds(at + 60));
        assertThat(two.alerts.get(0).summary()).contains("a task does not pass them");
        assertThat(two.published()).containsExactly(OPEN);
        two.passes(1, first);
        assertThat(two.published()).containsExactly(RESOLVED);

        two.machineIsAt(Duration.ofSeconds(at + 110));
        left(two, new Backfill(Backfill.Stage.READING, 0, 20)); // of the next snapshot
        two.machineIsAt(Duration.ofSeconds(at + 160));
        assertThat(two.published()).isEmpty();
    }

    private static void left(SystemStory story, Backfill backfill) {
        story.engine().onCatchUp(1, CatchUpReport.of(backfill).orElseThrow());
    }

    @Test
    void a_task_that_does_not_know_how_much_is_left_says_nothing() {
        assertThat(CatchUpReport.of(new Backfill(Backfill.Stage.READING, 5, Backfill.UNKNOWN)))
                .isEmpty();
    }
}
