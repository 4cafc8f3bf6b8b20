package io.licensewatch.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.runtime.http.Health;
import io.licensewatch.schemas.source.Frontier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FrontierAgeTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    private static Health aged(Duration age) {
        Frontier frontier = new Frontier(NOON.minus(age), "0/2", "0/1", 1, true, List.of());
        return FrontierAge.health(Optional.of(frontier), NOON.toEpochMilli(), Duration.ofSeconds(10));
    }

    @Test
    void a_frontier_is_fresh_until_it_is_too_old() {
        assertThat(aged(Duration.ofMillis(9_940))).isEqualTo(Health.up("frontier is 9.9 s old"));
        assertThat(aged(Duration.ofSeconds(10)).isUp()).isTrue();
        assertThat(aged(Duration.ofMillis(10_001)).isUp()).isFalse();
    }

    /** Clocks of two machines are never the same. */
    @Test
    void one_that_is_ahead_of_the_clock_is_not_fresh_either() {
        assertThat(aged(Duration.ofSeconds(-10)).isUp()).isTrue();
        assertThat(aged(Duration.ofMillis(-10_001)).isUp()).isFalse();
        assertThat(aged(Duration.ofDays(-26_270)))
                .isEqualTo(Health.down(
                        "frontier is 2269728000.0 s ahead of this machine's clock: that clock or the source's"
                                + " is wrong"));
    }

    @Test
    void where_none_has_been_passed_nobody_knows() {
        assertThat(FrontierAge.health(Optional.empty(), NOON.toEpochMilli(), Duration.ofSeconds(10)))
                .isEqualTo(Health.down("a task has passed no frontier yet"));
    }
}
