package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.schemas.source.SourcePosition;
import org.junit.jupiter.api.Test;

class ChangedLookupsTest {
    private static final long[] SEATS = {7};
    private static final long[] OTHERS = {8, 9};

    private final SortedKeyValues store = new SortedKeyValues();
    private final ChangedLookups changed = new ChangedLookups(store);

    private static SourcePosition at(long lsn) {
        return new SourcePosition(1, 50, lsn);
    }

    private static Span span(long first, long last) {
        return new Span(at(first), at(last));
    }

    @Test
    void an_answer_concerns_those_that_ask_for_it_and_were_evaluated_before_it_changed() {
        changed.changed(7, at(100), at(90));
        assertThat(changed.any()).isTrue();
        assertThat(changed.since(at(99), SEATS)).isEqualTo(span(100, 100));
        assertThat(changed.since(at(100), SEATS)).isNull();
        assertThat(changed.since(at(99), OTHERS)).isNull();
    }

    @Test
    void changes_up_to_the_next_frontier_are_one_and_further_ones_another() {
        changed.changed(7, at(100), at(90));
        changed.changed(7, at(105), at(90));
        changed.changed(7, at(200), at(110));
        assertThat(changed.since(at(99), SEATS)).isEqualTo(span(100, 200));
        assertThat(changed.since(at(105), SEATS)).as("evaluated in between").isEqualTo(span(200, 200));
    }

    @Test
    void of_many_changes_the_oldest_are_taken_together() {
        for (long i = 1; i <= 20; i++) {
            changed.changed(7, at(100L * i), at(100L * i - 10));
        }
        assertThat(changed.since(at(1_000), SEATS)).as("the join of the oldest").isEqualTo(span(100, 2_000));
        assertThat(changed.since(at(1_900), SEATS)).isEqualTo(span(2_000, 2_000));
    }

    @Test
    void too_many_answers_are_taken_for_all() {
        for (long lookup = 1_000; lookup < 2_001; lookup++) {
            changed.changed(lookup, at(lookup), at(90));
        }
        assertThat(changed.since(at(1_999), OTHERS)).isEqualTo(span(2_000, 2_000));
    }

    @Test
    void another_process_knows_them_and_once_all_are_evaluated_nothing_is_left() {
        changed.changed(7, at(100), at(90));
        changed.changed(7, at(200), at(110));
        changed.allChanged(at(150), at(140));
        ChangedLookups restarted = new ChangedLookups(store);
        assertThat(restarted.since(at(99), SEATS)).isEqualTo(span(100, 200));
        assertThat(restarted.since(at(99), OTHERS)).isEqualTo(span(150, 150));
        restarted.clear();
        assertThat(restarted.any()).isFalse();
        assertThat(store.size()).isZero();
    }
}
