package io.licensewatch.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
    private static final long DAY = 86_400_000;

    private long clock = 20 * DAY;
    private long elapsed = 5_000;
    private final List<Throwable> told = new ArrayList<>();

    @Test
    void a_clock_that_is_set_back_is_told_once_with_how_far() {
        try (ClockWatch watch = watch()) {
            passes(1_000);
            watch.look();
            clock -= DAY;
            passes(1_000);
            watch.look();
            passes(1_000);
            watch.look();
        }
        assertThat(told).singleElement().satisfies(why -> assertThat(why).hasMessageContaining("set back by 86400 s"));
    }

    @Test
    void one_that_is_set_forward_or_a_little_back_is_none() {
        try (ClockWatch watch = watch()) {
            clock += DAY;
            watch.look();
            clock -= 9_999;
            watch.look();
            passes(DAY);
            watch.look();
        }
        assertThat(told).isEmpty();
    }

    private ClockWatch watch() {
        return new ClockWatch(() -> clock, () -> elapsed, told::add);
    }

    private void passes(long millis) {
        clock += millis;
        elapsed += millis;
    }
}
