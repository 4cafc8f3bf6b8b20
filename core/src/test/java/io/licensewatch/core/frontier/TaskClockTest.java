package io.licensewatch.core.frontier;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.SourcePosition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskClockTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    private final SortedKeyValues store = new SortedKeyValues();
    private final TaskClock clock = new TaskClock(store);

    @Test
    void before_the_first_frontier_no_time_has_passed() {
        assertThat(clock.frontier()).isNull();
        assertThat(clock.position()).isEqualTo(SourcePosition.START);
        assertThat(clock.now()).isEqualTo(Instant.MIN);
        assertThat(clock.open()).isFalse();
    }

    @Test
    void it_goes_on_to_a_newer_frontier_only_also_after_a_restart() {
        assertThat(clock.advance(frontier(200, true))).isTrue();
        assertThat(clock.advance(frontier(200, true))).isFalse();
        assertThat(clock.advance(frontier(199, false))).isFalse();

        TaskClock next = new TaskClock(store);
        assertThat(next.frontier()).isEqualTo(frontier(200, true));
        assertThat(next.position()).isEqualTo(new SourcePosition(1, 50, 200));
        assertThat(next.now()).isEqualTo(NOON);
        assertThat(next.open()).isTrue();
        assertThat(next.advance(frontier(200, false))).isFalse();
        assertThat(next.advance(frontier(201, false))).isTrue();
        assertThat(next.open()).as("of a snapshot that is not whole").isFalse();
    }

    private static Frontier frontier(long lsn, boolean whole) {
        return new Frontier(NOON, Lsn.text(lsn), Lsn.text(50), 1, whole, List.of());
    }
}
