package io.licensewatch.cdc.translate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommitClockTest {
    private final CommitClock clock = new CommitClock();

    @Test
    void a_step_back_by_milliseconds_is_levelled_out() {
        assertThat(clock.timestamp(10_000)).isEqualTo(10_000);
        assertThat(clock.timestamp(9_990)).isEqualTo(10_000);
        assertThat(clock.timestamp(10_001)).isEqualTo(10_001);
    }

    @Test
    void a_clock_that_was_set_back_is_followed() {
        clock.timestamp(100_000);

        assertThat(clock.timestamp(50_000)).isEqualTo(50_000);
        assertThat(clock.timestamp(50_001)).isEqualTo(50_001);
    }
}
