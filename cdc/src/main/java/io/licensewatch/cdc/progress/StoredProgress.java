package io.licensewatch.cdc.progress;

import io.licensewatch.cdc.preflight.Finding;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.runtime.text.Visible;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The last record of each key in the progress topic. Only these are decoded: what they replaced counts no more. */
final class StoredProgress {
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

    /** @throws UnfitSourceException for a record that is no progress: whose the topics are cannot be known then */
    Map<String, Progress> bySlot() {
        Map<String, Progress> bySlot = new HashMap<>();
        last.forEach((slot, record) -> bySlot.put(slot, decode(slot, record)));
        return bySlot;
    }

    private static Progress decode(String slot, ConsumerRecord<byte[], byte[]> record) {
        Progress progress;
        try {
            progress = Progress.decode(record.value());
        } catch (IllegalStateException e) {
            throw unreadable(slot, record, String.valueOf(e.getMessage()));
        }
        if (progress == null || !isWhole(slot, progress)) {
            throw unreadable(slot, record, "it is not the progress of that slot");
        }
        return progress;
    }

    @SuppressWarnings("NullAway") // JSON lacks what it likes
    private static boolean isWhole(String slot, Progress progress) {
        try {
            progress.reached();
        } catch (IllegalArgumentException e) {
            return false;
        }
        return slot.equals(progress.slot()) && progress.system() != null && progress.snapshotStartedAt() != null;
    }

    private static UnfitSourceException unreadable(String slot, ConsumerRecord<byte[], byte[]> record, String reason) {
        String key = Visible.of(slot);
        return new UnfitSourceException(
                List.of(
                        Finding.fail(
                                Finding.PROGRESS,
                                "the record of slot '" + key + "' at offset " + record.offset() + " of topic "
                                        + record.topic() + " cannot be read: "
                                        + Visible.of(reason.lines().findFirst().orElse("")),
                                "start the version of cdc that wrote it; if none did, write a record with that key and no value to the topic")));
    }
}
