package io.licensewatch.core.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassedFrontiersTest {
    private static final int TASKS = 600;

    private final SortedKeyValues store = new SortedKeyValues();

    @Test
    void the_slowest_of_however_many_tasks_says_how_far_all_are_also_after_a_restart() {
        PassedFrontiers passed = new PassedFrontiers(store, TASKS);
        for (int task = 0; task < TASKS; task++) {
            if (task != 256) {
                passed.passed(task, frontier(1_000 + task));
            }
        }
        passed = new PassedFrontiers(store, TASKS);
        assertThat(passed.byAll()).as("one has passed none").isNull();
        passed.passed(256, frontier(1_500));
        assertThat(passed.byAll()).isEqualTo(frontier(1_000));
        passed = new PassedFrontiers(store, TASKS);
        passed.passed(0, frontier(2_000));
        assertThat(passed.byAll()).isEqualTo(frontier(1_001));
    }

    @Test
    void a_task_that_is_none_of_them_is_refused() {
        PassedFrontiers passed = new PassedFrontiers(store, 2);
        assertThatThrownBy(() -> passed.passed(2, frontier(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("partition 2");
    }

    private static Frontier frontier(long lsn) {
        return new Frontier(Instant.parse("2026-03-10T12:00:00Z"), Lsn.text(lsn), Lsn.text(50), 1, true, List.of());
    }
}
