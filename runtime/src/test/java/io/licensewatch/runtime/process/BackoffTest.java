package io.licensewatch.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofMillis(500));

    @Test
    void pauses_double_up_to_the_longest() {
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(200));
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(400));
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(500));
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void a_success_resets_the_pause() {
        backoff.next();
        backoff.reset();

        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void a_minimum_lengthens_the_next_pause_and_never_shortens_it() {
        backoff.atLeast(Duration.ofMillis(300));
        backoff.atLeast(Duration.ofMillis(100));

        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(300));
    }
}
