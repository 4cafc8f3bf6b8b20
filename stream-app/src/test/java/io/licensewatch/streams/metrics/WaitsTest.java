package io.licensewatch.streams.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.source.Frontier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaitsTest {
    private static final Frontier.Covered ROWS =
            new Frontier.Covered("public.roles", false, 3, false, 1, "0/10", "0/20", 1);

    private final List<String> log = new ArrayList<>();
    private final Waits waits = new Waits(log::add);

    @Test
    void a_long_wait_is_told_once_a_minute_and_a_short_one_is_not() {
        waits.check("1_3", 1_000, () -> Optional.of(ROWS));
        waits.check("1_3", 30_999, () -> Optional.of(ROWS));
        assertThat(log).isEmpty();
        assertThat(waits.count()).isEqualTo(1);

        waits.check("1_3", 31_000, () -> Optional.of(ROWS));
        waits.check("1_3", 90_999, () -> Optional.of(ROWS));
        assertThat(log).singleElement().asString().contains("task 1_3", "30 s", "public.roles, partition 3");
        waits.check("1_3", 91_000, () -> Optional.of(ROWS));
        assertThat(log).hasSize(2);

        waits.check("1_3", 92_000, Optional::empty);
        assertThat(waits.count()).isZero();
        waits.check("1_3", 93_000, () -> Optional.of(ROWS));
        assertThat(log).as("another wait has just begun").hasSize(2);
    }
}
