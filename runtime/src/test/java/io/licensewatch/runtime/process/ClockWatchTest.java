package io.licensewatch.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
    private static final long DAY = 86_400_000;

    private long clock = 20 * DAY;
    private long elapsed = 5_000;
    private final List<Throwable> failures = new ArrayList<>();

    @Test
    void a_clock_that_is_set_back_is_reported_once_with_the_distance() {
        try (ClockWatch watch = watch()) {
            passes(1_000);
            watch.check();
            clock -= DAY;
            passes(1_000);
            watch.check();
            passes(1_000);
            watch.check();
        }
        assertThat(failures)
                .singleElement()
                .satisfies(why -> assertThat(why).hasMessageContaining("set back by 86400 s"));
    }

    @Test
    void a_clock_that_is_set_forward_or_slightly_back_is_not_reported() {
        try (ClockWatch watch = watch()) {
            clock += DAY;
            watch.check();
            clock -= 9_999;
            watch.check();
            passes(DAY);
            watch.check();
        }
        assertThat(failures).isEmpty();
    }

    private ClockWatch watch() {
        return new ClockWatch(() -> clock, () -> elapsed, failures::add);
    }

    private void passes(long millis) {
        clock += millis;
        elapsed += millis;
    }
}
