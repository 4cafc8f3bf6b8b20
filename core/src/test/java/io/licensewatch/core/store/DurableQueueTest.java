package io.licensewatch.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.source.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DurableQueueTest {
    private final SortedKeyValues store = new SortedKeyValues();
    private DurableQueue queue = new DurableQueue(store);

    @Test
    void items_are_taken_out_once_and_in_order_up_to_a_position() {
        add(3, "c");
        add(1, "a");
        add(2, "b");
        assertFirst(1, "a");
        assertThat(take(2)).containsExactly("a", "b");
        assertThat(take(2)).isEmpty();
        assertFirst(3, "c");
        assertThat(queue.isEmpty()).isFalse();
        assertThat(take(3)).containsExactly("c");
        assertThat(queue.first()).isEmpty();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void items_of_one_position_keep_their_order_also_for_the_next_process() {
        add(1, "a");
        add(1, "b");
        queue = new DurableQueue(store);
        add(1, "c");
        assertThat(take(1, 2)).containsExactly("a", "b");
        queue = new DurableQueue(store);
        add(1, "d");
        assertThat(take(1)).containsExactly("c", "d");
    }

    @Test
    void a_late_item_is_found_though_others_behind_it_have_been_taken_out() {
        add(5, "e");
        assertThat(take(5, 1)).containsExactly("e");
        add(4, "late");
        assertFirst(4, "late");
        assertThat(take(5)).containsExactly("late");
        assertThat(take(9)).isEmpty();
        add(9, "at the position");
        assertThat(take(9, 7)).containsExactly("at the position");
    }

    @Test
    void a_step_takes_no_more_than_its_limit() {
        List.of("a", "b", "c", "d", "e").forEach(name -> add(1, name));
        assertThat(take(1, 2)).containsExactly("a", "b");
        assertThat(take(1, 2)).containsExactly("c", "d");
        assertThat(take(1, 2)).containsExactly("e");
    }

    @Test
    void items_at_a_position_are_not_before_it() {
        add(1, "a");
        add(2, "b");
        assertThat(names(queue.takeBefore(at(2), 9))).containsExactly("a");
        assertThat(names(queue.takeBefore(at(3), 9))).containsExactly("b");
    }

    @Test
    void named_queues_of_one_store_are_apart_and_those_with_items_are_known() {
        DurableQueues queues = new DurableQueues(store);
        assertThat(queues.names()).isEmpty();
        queue = queues.named("some");
        add(1, "a");
        add(1, "b");
        queue = queues.named("other");
        long ordinal = queue.add(at(1), bytes("key"), bytes("c"));
        queues = new DurableQueues(store);
        assertThat(queues.names()).containsExactly("other", "some");
        assertThat(queue.first().orElseThrow().ordinal()).isEqualTo(ordinal);
        assertThat(take(1)).containsExactly("c");
        assertThat(queues.names()).containsExactly("some");
        queue = queues.named("some");
        assertThat(queue.add(at(1), bytes("key"), bytes("d"))).isGreaterThan(ordinal);
        assertThat(take(1)).containsExactly("a", "b", "d");
    }

    private void add(long lsn, String name) {
        queue.add(at(lsn), bytes("key of " + name), bytes(name));
    }

    private List<String> take(long lsn) {
        return take(lsn, Integer.MAX_VALUE);
    }

    private List<String> take(long lsn, int limit) {
        return names(queue.takeUpTo(at(lsn), limit));
    }

    private static List<String> names(List<DurableQueue.Item> items) {
        assertThat(items).allSatisfy(item -> assertThat(text(item.key())).startsWith("key"));
        return items.stream().map(item -> text(item.value())).toList();
    }

    private void assertFirst(long lsn, String name) {
        DurableQueue.Item first = queue.first().orElseThrow();
        assertThat(first.position()).isEqualTo(at(lsn));
        assertThat(text(first.key())).isEqualTo("key of " + name);
        assertThat(text(first.value())).isEqualTo(name);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static SourcePosition at(long lsn) {
        return new SourcePosition(1, 50, lsn);
    }
}
