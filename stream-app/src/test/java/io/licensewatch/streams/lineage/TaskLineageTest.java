package io.licensewatch.streams.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.core.store.Below;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.core.store.WriteBehind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TaskLineageTest {
    private static final Set<String> TOPICS = Set.of("rows", "app-changes");

    private String rowsId = "first";
    private String changesId = "first";
    private String timersLogId = "first";
    private final Map<String, Long> group = new HashMap<>();
    private final Set<Long> records = new HashSet<>();
    private final Inputs inputs = new Inputs() {
        @Override
        public Map<String, Long> next(Set<String> topics, int partition) {
            return Map.copyOf(group);
        }

        @Override
        public boolean anyRecord(TopicPartition partition, long from, long to) {
            return partition.equals(new TopicPartition("rows", 3))
                    && records.stream().anyMatch(offset -> offset >= from && offset < to);
        }

        @Override
        public Map<String, String> ids(Set<String> topics) {
            return Map.of("rows", rowsId, "app-changes", changesId, "app-timers-changelog", timersLogId);
        }
    };

    private KeyValues state = new SortedKeyValues();
    private KeyValues timers = new SortedKeyValues();
    private String cluster = "cluster";

    private TaskLineage open() {
        return new TaskLineages("app", cluster, inputs)
                .open("1_3", 3, TOPICS, List.of(new StoreLineage("state", state), new StoreLineage("timers", timers)));
    }

    private void run(long... offsets) {
        TaskLineage lineage = open();
        for (long offset : offsets) {
            if (!lineage.begun()) {
                lineage.begin();
            }
            lineage.took("rows", offset);
            records.add(offset);
            group.put("rows", offset + 1);
            lineage.tick(true);
        }
    }

    private void refused(String... words) {
        assertThatThrownBy(this::open)
                .isInstanceOf(StateRefusedException.class)
                .hasMessageContainingAll(words)
                .hasMessageContaining("licensewatch streams reset")
                .message()
                .hasLineCount(1);
    }

    @Test
    void an_empty_state_at_the_beginning_of_its_inputs_begins() {
        assertThat(open().begun()).isFalse();
    }

    @Test
    void a_group_that_was_set_to_the_first_record_has_read_nothing() {
        group.put("rows", 0L);

        assertThat(open().begun()).isFalse();
        run(0, 1);
        group.put("rows", 0L);
        refused("has taken rows-3 up to 1", "reads from 0");
    }

    @Test
    void a_state_that_fits_goes_on() {
        run(0, 1, 2);

        assertThat(open().begun()).isTrue();
        run(3);
        assertThat(open().begun()).isTrue();
    }

    @Test
    void the_ends_of_transactions_are_no_loss() {
        run(0, 1);
        group.put("rows", 5L);

        assertThatCode(this::open).doesNotThrowAnyException();
    }

    @Test
    void an_empty_state_beside_advanced_offsets_is_refused() {
        run(0, 1);
        state = new SortedKeyValues();
        timers = new SortedKeyValues();

        refused("task 1_3", "store state", "rows-3 was read up to 2", "changelog");
    }

    @Test
    void a_part_of_the_state_is_refused_also_when_much_was_written_since() {
        run(0, 1);
        state = new SortedKeyValues();
        state.put(StoreLineage.takenKey("rows"), new byte[] {1, 4});
        state.put(new byte[] {1}, new byte[] {1});

        refused("store state", "rows-3");
    }

    @Test
    void the_other_store_alone_is_missed_too() {
        run(0, 1);
        timers = new SortedKeyValues();

        refused("store timers");
    }

    @Test
    void an_older_state_is_refused() {
        run(0, 1);
        KeyValues older = ((SortedKeyValues) state).copy();
        KeyValues olderTimers = ((SortedKeyValues) timers).copy();
        run(2);
        state = older;
        timers = olderTimers;

        refused("has taken rows-3 up to 1", "has read up to 2");
    }

    @Test
    void one_store_that_is_older_than_the_other_is_refused() {
        run(0, 1);
        timers = ((SortedKeyValues) timers).copy();
        KeyValues older = ((SortedKeyValues) timers).copy();
        TaskLineage lineage = open();
        lineage.tick(true); // works, and takes nothing
        timers = older;

        refused("store timers", "older");
    }

    /** Kafka Streams may commit between two records. */
    @Test
    void one_store_is_older_also_where_a_record_was_taken_and_nothing_else_was_done() {
        run(0, 1);
        KeyValues older = ((SortedKeyValues) timers).copy();
        open().took("rows", 2);
        records.add(2L);
        group.put("rows", 3L);
        timers = older;

        refused("store timers", "older");
    }

    @Test
    void so_it_is_each_time_that_the_task_has_been_idle() {
        run(0, 1);
        TaskLineage lineage = open();
        lineage.took("rows", 2);
        lineage.tick(false);
        KeyValues older = ((SortedKeyValues) timers).copy();
        lineage.took("rows", 3);
        records.addAll(Set.of(2L, 3L));
        group.put("rows", 4L);
        timers = older;

        refused("store timers", "older");
    }

    @Test
    void offsets_that_were_lost_are_refused() {
        run(0, 1);
        group.clear();

        refused("has taken rows-3 up to 1", "no offset");
    }

    @Test
    void offsets_that_were_set_back_are_refused() {
        run(0, 1, 2);
        group.put("rows", 1L);

        refused("reads from 1", "set back");
    }

    @Test
    void a_record_that_was_taken_before_is_refused() {
        run(0, 1, 2);
        TaskLineage lineage = open();

        assertThatThrownBy(() -> lineage.took("rows", 2))
                .isInstanceOf(StateRefusedException.class)
                .hasMessageContaining("reads from 2");
    }

    @Test
    void a_new_input_has_no_offset_yet() {
        run(0, 1);

        TaskLineage lineage = open();
        lineage.took("app-changes", 0);
        group.put("app-changes", 1L);

        assertThatCode(this::open).doesNotThrowAnyException();
    }

    @Test
    void a_state_without_a_mark_and_without_offsets_is_refused() {
        state.put(new byte[] {1}, new byte[] {1});

        refused("not begun by this release");
    }

    @Test
    void a_state_of_another_cluster_is_refused() {
        run(0, 1);
        cluster = "other";

        refused("on Kafka cluster cluster", "on cluster other");
    }

    @Test
    void a_state_of_another_layout_is_refused() {
        run(0, 1);
        state.put(new byte[] {0x7E, 1}, new byte[] {10, 0, 0});
        refused("layout 10, of a later release", "start the release that wrote it");

        state.put(new byte[] {0x7E, 1}, new byte[] {7, 0, 0});
        refused("layout 7, of an earlier release", "start the release that wrote it");
    }

    @Test
    void a_source_topic_that_was_made_again_is_read_from_its_beginning() {
        run(0, 1, 2);
        group.clear(); // Kafka forgets the offsets with the topic
        rowsId = "second";

        run(0, 1);
        assertThat(open().begun()).isTrue();
        group.clear();
        refused("has taken rows-3 up to 1", "no offset");
    }

    @Test
    void a_source_topic_that_was_made_again_and_not_read_yet_is_no_offset_that_went_back() {
        run(0, 1, 2);
        group.put("rows", 0L);
        rowsId = "second";

        assertThat(open().begun()).isTrue();
    }

    /** Its end is restored over the state that a reset has left on this machine: the lineage would fit. */
    @Test
    void a_state_of_a_log_that_is_gone_is_refused() {
        run(0, 1, 2);
        timersLogId = "second";

        refused("store timers", "app-timers-changelog was deleted and made again", "delete the state directory");
    }

    @Test
    void a_task_that_has_begun_in_silence_goes_on() {
        TaskLineage lineage = open();
        lineage.begin();
        state.put(new byte[] {1}, new byte[] {1});
        lineage.tick(true);

        assertThat(open().begun()).isTrue();
    }

    @Test
    void a_source_topic_may_be_made_again_while_it_is_read() {
        run(0, 1, 2);
        TaskLineage lineage = open();
        rowsId = "second";

        assertThatCode(() -> lineage.took("rows", 0)).doesNotThrowAnyException();
        assertThatThrownBy(() -> lineage.took("rows", 0)).isInstanceOf(StateRefusedException.class);
    }

    @Test
    void nobody_makes_our_own_topics_again() {
        run(0);
        open().took("app-changes", 0);
        changesId = "second";

        refused("has taken app-changes-3 up to 0", "no offset");
    }

    @Test
    void what_was_taken_is_written_with_the_flush() {
        SortedKeyValues disk = new SortedKeyValues();
        WriteBehind memory = new WriteBehind(Below.of(disk), 100_000);
        state = memory;
        run(0, 1, 2);
        memory.flush();
        state = disk;
        assertThatCode(this::open).doesNotThrowAnyException();
    }
}
