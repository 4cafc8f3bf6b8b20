package io.licensewatch.cdc.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.cdc.preflight.UnfitSourceException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoredCheckpointTest {
    private static final Checkpoint CHECKPOINT = new Checkpoint("s", "7/app", 3, true, Instant.EPOCH, 5, null, "0/64");

    private final StoredCheckpoint stored = new StoredCheckpoint();
    private long offset;

    @Test
    void the_last_record_of_each_slot_counts() {
        add("s", "garbage".getBytes(StandardCharsets.UTF_8));
        add("s", CHECKPOINT.encode());
        add("other", "garbage".getBytes(StandardCharsets.UTF_8));
        add("other", null);

        assertThat(stored.bySlot()).containsOnlyKeys("s").containsValue(CHECKPOINT);
    }

    @Test
    void one_that_is_no_progress_is_refused_by_its_key_and_offset() {
        add("s", CHECKPOINT.encode());
        for (String garbage : List.of(
                "",
                "{",
                "null",
                "{}",
                "7",
                new String(CHECKPOINT.encode(), StandardCharsets.UTF_8),
                "{\"slot\":\"x\\ny\"}",
                new String(at("no LSN").encode(), StandardCharsets.UTF_8))) {
            add("x\ny", garbage.getBytes(StandardCharsets.UTF_8));

            assertThatThrownBy(stored::bySlot)
                    .as(garbage)
                    .isInstanceOf(UnfitSourceException.class)
                    .hasMessageContaining("'x\\ny' at offset " + (offset - 1))
                    .hasMessageNotContaining("\n");
        }
    }

    private static Checkpoint at(String confirmable) {
        return new Checkpoint("x\ny", "7/app", 3, true, Instant.EPOCH, 5, null, confirmable);
    }

    @Test
    void one_that_is_whole_is_taken_under_any_name() {
        add("x\ny", at("0/64").encode());

        assertThat(stored.bySlot()).containsOnlyKeys("x\ny");
    }

    private void add(String slot, byte @Nullable [] value) {
        stored.add(new ConsumerRecord<>("checkpoint", 0, offset++, slot.getBytes(StandardCharsets.UTF_8), value));
    }
}
