package io.licensewatch.cdc.checkpoint;

import io.licensewatch.cdc.preflight.CheckResult;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.runtime.text.Visible;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The last record of each key in the checkpoint topic. Only these are decoded, not the records that they replaced. */
final class StoredCheckpoint {
    private final Map<String, ConsumerRecord<byte[], byte[]>> last = new HashMap<>();

    void add(ConsumerRecord<byte[], byte @Nullable []> record) {
        byte[] key = record.key();
        String slot = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        if (record.value() == null) {
            last.remove(slot);
        } else {
            last.put(slot, record);
        }
    }

    /** @throws UnfitSourceException for a record that is no checkpoint: then it is unknown to which slot the topics belong */
    Map<String, Checkpoint> bySlot() {
        Map<String, Checkpoint> bySlot = new HashMap<>();
        last.forEach((slot, record) -> bySlot.put(slot, decode(slot, record)));
        return bySlot;
    }

    private static Checkpoint decode(String slot, ConsumerRecord<byte[], byte[]> record) {
        Checkpoint checkpoint;
        try {
            checkpoint = Checkpoint.decode(record.value());
        } catch (IllegalStateException e) {
            throw unreadable(slot, record, String.valueOf(e.getMessage()));
        }
        if (checkpoint == null || !isWhole(slot, checkpoint)) {
            throw unreadable(slot, record, "it is not the checkpoint of that slot");
        }
        return checkpoint;
    }

    @SuppressWarnings("NullAway") // any field may be missing in JSON
    private static boolean isWhole(String slot, Checkpoint checkpoint) {
        try {
            checkpoint.reached();
        } catch (IllegalArgumentException e) {
            return false;
        }
        return slot.equals(checkpoint.slot()) && checkpoint.system() != null && checkpoint.snapshotStartedAt() != null;
    }

    private static UnfitSourceException unreadable(String slot, ConsumerRecord<byte[], byte[]> record, String reason) {
        String key = Visible.of(slot);
        return new UnfitSourceException(
                List.of(
                        CheckResult.fail(
                                CheckResult.CHECKPOINT,
                                "the record of slot '" + key + "' at offset " + record.offset() + " of topic "
                                        + record.topic() + " cannot be read: "
                                        + Visible.of(reason.lines().findFirst().orElse("")),
                                "start the version of cdc that wrote it; if none did, write a record with that key and no value to the topic")));
    }
}
