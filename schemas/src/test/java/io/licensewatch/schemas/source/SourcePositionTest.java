package io.licensewatch.schemas.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SourcePositionTest {
    /** LSNs are unsigned, so the last one is the greatest. */
    private static final long LAST = -1L;

    @Test
    void positions_are_ordered_by_epoch_then_previous_commit_then_lsn() {
        List<SourcePosition> ordered = List.of(
                SourcePosition.START,
                new SourcePosition(1, 0, 5),
                new SourcePosition(1, 0, 900),
                new SourcePosition(1, 100, 90),
                new SourcePosition(1, 100, 120),
                new SourcePosition(1, 130, 50),
                new SourcePosition(1, Long.MAX_VALUE, 1),
                new SourcePosition(1, LAST, 1),
                new SourcePosition(1, LAST, LAST),
                new SourcePosition(2, 0, 1));

        long seed = System.nanoTime();
        List<SourcePosition> shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(seed));
        Collections.sort(shuffled);

        assertThat(shuffled).as("seed %d", seed).isEqualTo(ordered);
    }

    @Test
    void a_transaction_that_commits_later_is_later_even_if_it_began_earlier() {
        SourcePosition committedFirst = new SourcePosition(1, 100, 160);
        SourcePosition beganEarlier = new SourcePosition(1, 170, 110);

        assertThat(beganEarlier.isAfter(committedFirst)).isTrue();
        assertThat(committedFirst.isAfter(beganEarlier)).isFalse();
    }

    @Test
    void no_position_is_after_itself() {
        assertThat(new SourcePosition(1, 2, 3).isAfter(new SourcePosition(1, 2, 3)))
                .isFalse();
    }
}
