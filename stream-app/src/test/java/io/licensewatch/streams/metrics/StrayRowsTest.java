package io.licensewatch.streams.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrayRowsTest {
    private final List<String> log = new ArrayList<>();
    private final StrayRows stray = new StrayRows(log::add);

    @Test
    void rows_that_stay_far_are_counted_at_once_and_logged_once_after_a_minute() {
        stray.check("tenant 1_0", 1_000, true);
        stray.check("tenant 1_0", 60_999, true);
        assertThat(stray.count()).isEqualTo(1);
        assertThat(log).isEmpty();
        stray.check("tenant 1_0", 61_000, true);
        stray.check("tenant 1_0", 99_000, true);
        assertThat(log).singleElement().asString().contains("tenant 1_0");
        stray.check("tenant 1_0", 99_100, false);
        assertThat(stray.count()).isZero();
        stray.check("tenant 1_0", 100_000, true);
        stray.check("tenant 1_0", 160_000, true);
        assertThat(log).hasSize(2);
    }

    @Test
    void a_task_that_has_moved_away_is_forgotten() {
        stray.check("system", 1_000, true);
        stray.forget("system");
        assertThat(stray.count()).isZero();
    }
}
