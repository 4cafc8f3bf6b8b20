package io.licensewatch.streams.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.engine.Backfill;
import io.licensewatch.core.engine.Backfill.Stage;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackfillBoardTest {
    private long now = 1_000;
    private final BackfillBoard board = new BackfillBoard(() -> now);

    @Test
    void it_is_of_all_tasks_and_of_the_slowest_stage() {
        reading("0", 100, Backfill.UNKNOWN);
        evaluating("1", 5, 10);
        assertThat(board.text()).isEqualTo("reading the source's topics: 100 rows, the number of rows is unknown");

        reading("0", 100, 400);
        now += 10_000;
        reading("0", 200, 400);
        assertThat(board.text())
                .isEqualTo("reading the source's topics: 50 % (200 of about 400 rows), about 20 s left");

        evaluating("0", 5, 30);
        assertThat(board.text()).isEqualTo("first evaluation: 25 % (10 of about 40 tenants)");
        now += 10_000;
        evaluating("0", 15, 30);
        assertThat(board.text()).isEqualTo("first evaluation: 50 % (20 of about 40 tenants), about 20 s left");
    }

    @Test
    void a_task_that_is_done_counts_until_the_others_are() {
        evaluating("0", 5, 10);
        evaluating("1", 5, 10);
        done("0");
        assertThat(board.text()).isEqualTo("first evaluation: 75 % (15 of about 20 tenants)");
        evaluating("1", 10, 10);
        assertThat(board.text()).isEqualTo("first evaluation: 99 % (20 of about 20 tenants)");
        done("1");
        assertThat(board.text()).isEmpty();
        assertThat(board.stage()).isEmpty();

        evaluating("1", 1, 10);
        assertThat(board.text()).isEqualTo("first evaluation: 10 % (1 of about 10 tenants)");
    }

    @Test
    void a_task_that_is_done_before_its_rows_were_known_counts_what_it_has_read() {
        reading("0", 100, Backfill.UNKNOWN);
        reading("1", 50, 100);
        done("0");
        assertThat(board.text()).isEqualTo("reading the source's topics: 75 % (150 of about 200 rows)");
    }

    @Test
    void those_that_are_done_are_forgotten_with_the_last_that_moves_away() {
        evaluating("0", 5, 10);
        evaluating("1", 5, 10);
        done("0");
        board.forget("1");
        evaluating("2", 1, 10);
        assertThat(board.text()).isEqualTo("first evaluation: 10 % (1 of about 10 tenants)");
    }

    @Test
    void a_task_that_moved_away_is_another_process() {
        evaluating("0", 5, 10);
        reading("1", 5, Backfill.UNKNOWN);
        board.forget("1");

        assertThat(board.stage()).contains(Stage.EVALUATING);
        board.forget("0");
        assertThat(board.stage()).isEmpty();
    }

    private void reading(String task, long done, long expected) {
        board.report(task, Optional.of(new Backfill(Stage.READING, done, expected)));
    }

    private void evaluating(String task, long done, long expected) {
        board.report(task, Optional.of(new Backfill(Stage.EVALUATING, done, expected)));
    }

    private void done(String task) {
        board.report(task, Optional.empty());
    }
}
