package io.licensewatch.cdc.sink;

import io.licensewatch.cdc.checkpoint.Checkpoint;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One batch of the engine, translated: the records, and the checkpoint once they are written.
 *
 * @param rows how many row changes, by {@code schema.table}
 * @param skipped how many events were replays
 * @param lastCommitAt commit time of the last row change, in ms since 1970; null when there is none
 * @param frontier the last frontier in it; null when there is none
 */
public record Batch(
        List<ProducerRecord<byte[], byte[]>> records,
        Checkpoint checkpoint,
        Map<String, Integer> rows,
        int skipped,
        @Nullable Long lastCommitAt,
        @Nullable FrontierSeen frontier) {
    public Batch {
        records = List.copyOf(records);
        rows = Map.copyOf(rows);
    }

    public Batch of(List<ProducerRecord<byte[], byte[]>> others) {
        return new Batch(others, checkpoint, rows, skipped, lastCommitAt, frontier);
    }

    /**
     * A frontier mark that returned through the stream.
     *
     * @param mark its text
     * @param sourceTime in ms since 1970
     */
    public record FrontierSeen(String mark, long sourceTime) {}
}
