package io.licensewatch.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.runtime.http.Health;
import org.junit.jupiter.api.Test;

class FrontierHealthTest {
    private static Health aged(double ms) {
        return Cdc.frontier(ms, 10_000);
    }

    @Test
    void a_frontier_is_fresh_in_neither_direction_beyond_the_limit() {
        assertThat(aged(9_900)).isEqualTo(Health.up("9.9 s old"));
        assertThat(aged(10_000).isUp()).isFalse();
        assertThat(aged(-10_000).isUp()).isTrue();
        assertThat(aged(-90_000)).isEqualTo(Health.down("90.0 s ahead of this machine's clock, which was set back"));
        assertThat(aged(Double.NaN).isUp()).isFalse();
    }
}
