package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.engine.WaitingLine.Entry;
import io.licensewatch.core.engine.WaitingLine.Item;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.schemas.source.SourcePosition;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingLineTest {
    private final SortedKeyValues store = new SortedKeyValues();
    private WaitingLine line = new WaitingLine(store);

    @Test
    void what_waits_is_taken_out_in_order_up_to_the_frontier_and_once() {
        add(3, "c");
        add(1, "a");
        add(2, "b");
        assertThat(line.first()).contains(new Entry(at(1), item("a")));
        assertThat(line.release(at(2))).containsExactly(item("a"), item("b"));
        assertThat(line.release(at(2))).isEmpty();
        assertThat(line.first()).contains(new Entry(at(3), item("c")));
        assertThat(line.release(at(3))).containsExactly(item("c"));
        assertThat(line.first()).isEmpty();
    }

    @Test
    void of_one_position_the_first_that_was_added_is_first_also_for_the_next_process() {
        add(1, "a");
        add(1, "b");
        line = new WaitingLine(store);
        add(1, "c");
        assertThat(line.release(at(1), 2)).containsExactly(item("a"), item("b"));
        line = new WaitingLine(store);
        add(1, "d");
        assertThat(line.release(at(1))).containsExactly(item("c"), item("d"));
    }

    @Test
    void what_is_late_is_found_though_others_behind_it_have_been_taken_out() {
        add(5, "e");
        assertThat(line.release(at(5), 1)).containsExactly(item("e"));
        add(4, "late");
        assertThat(line.first()).contains(new Entry(at(4), item("late")));
        assertThat(line.release(at(5))).containsExactly(item("late"));
        assertThat(line.release(at(9))).isEmpty();
        add(9, "at the frontier");
        assertThat(line.release(at(9), 7)).containsExactly(item("at the frontier"));
    }

    @Test
    void a_step_takes_no_more_than_its_limit() {
        List.of("a", "b", "c", "d", "e").forEach(name -> add(1, name));
        assertThat(line.release(at(1), 2)).containsExactly(item("a"), item("b"));
        assertThat(line.release(at(1), 2)).containsExactly(item("c"), item("d"));
        assertThat(line.release(at(1), 2)).containsExactly(item("e"));
    }

    private void add(long lsn, String name) {
        line.add(at(lsn), item(name));
    }

    private static Item item(String name) {
        return new Item("key of " + name, name);
    }

    private static SourcePosition at(long lsn) {
        return new SourcePosition(1, 50, lsn);
    }
}
