package io.licensewatch.core.frontier;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.SourcePosition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SkippedFrontiersTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    private final SortedKeyValues store = new SortedKeyValues();
    private final SkippedFrontiers skipped = new SkippedFrontiers(store, 3);

    private static Frontier frontier(long lsn, long second) {
        return new Frontier(NOON.plusSeconds(second), Lsn.text(lsn), Lsn.text(50), 1, true, List.of("public.tenants"));
    }

    private static SourcePosition at(long lsn) {
        return new SourcePosition(1, 50, lsn);
    }

    private static Instant second(long second) {
        return NOON.plusSeconds(second);
    }

    @Test
    void a_change_is_covered_by_the_first_frontier_that_is_not_before_it() {
        skipped.add(frontier(100, 1));
        skipped.add(frontier(200, 2));
        Frontier present = frontier(300, 3);
        assertThat(skipped.covering(at(90), present).lsn()).isEqualTo(Lsn.text(100));
        assertThat(skipped.covering(at(100), present).lsn()).isEqualTo(Lsn.text(100));
        assertThat(skipped.covering(at(101), present).lsn()).isEqualTo(Lsn.text(200));
        assertThat(skipped.covering(at(201), present)).isEqualTo(present);
    }

    @Test
    void a_timer_is_due_at_the_first_frontier_of_its_time() {
        skipped.add(frontier(100, 1));
        skipped.add(frontier(200, 2));
        Frontier present = frontier(300, 3);
        assertThat(skipped.dueSince(second(2), present).lsn()).isEqualTo(Lsn.text(200));
        assertThat(skipped.dueSince(second(3), present)).isEqualTo(present);
        assertThat(skipped.droppedIsDue(second(2))).isFalse();
    }

    @Test
    void the_oldest_are_dropped_and_nobody_knows_what_was_due_there() {
        for (int i = 1; i <= 5; i++) {
            skipped.add(frontier(100L * i, i));
        }
        Frontier present = frontier(600, 6);
        assertThat(skipped.droppedCovers(at(200))).isTrue();
        assertThat(skipped.droppedCovers(at(201))).isFalse();
        assertThat(skipped.covering(at(90), present).lsn()).isEqualTo(Lsn.text(300));
        assertThat(skipped.droppedIsDue(second(2))).isTrue();
        assertThat(skipped.droppedIsDue(second(3))).isFalse();
    }

    @Test
    void another_process_knows_them_and_once_all_is_done_nothing_is_left() {
        for (int i = 1; i <= 5; i++) {
            skipped.add(frontier(100L * i, i));
        }
        SkippedFrontiers restarted = new SkippedFrontiers(store, 3);
        Frontier present = frontier(600, 6);
        assertThat(restarted.droppedCovers(at(200))).isTrue();
        assertThat(restarted.covering(at(301), present).lsn()).isEqualTo(Lsn.text(400));
        restarted.clear();
        assertThat(restarted.isEmpty()).isTrue();
        assertThat(restarted.droppedCovers(at(1))).isFalse();
        assertThat(store.size()).isZero();
    }
}
