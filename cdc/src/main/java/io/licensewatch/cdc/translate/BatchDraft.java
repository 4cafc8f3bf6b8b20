package io.licensewatch.cdc.translate;

import io.licensewatch.cdc.checkpoint.Checkpoint;
import io.licensewatch.cdc.debezium.SourceEvent;
import io.licensewatch.cdc.sink.Batch;
import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.source.Frontier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** A batch while its events are translated. */
final class BatchDraft {
    private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final Map<String, Integer> rows = new HashMap<>();
    private int skipped;
    private int snapshotRows;
    private boolean streamed;
    private @Nullable Long confirmable;
    private @Nullable Long lastCommitAt;
    private Batch.@Nullable FrontierSeen frontier;

    /** A streamed event, whatever it is. */
    void streams(SourceEvent event) {
        streamed = true;
        confirmable = event.confirmable();
    }

    void skips() {
        skipped++;
    }

    void countsSnapshotRow() {
        snapshotRows++;
    }

    void row(CapturedTable table) {
        rows.merge(table.name(), 1, Integer::sum);
    }

    void add(ProducerRecord<byte[], byte[]> record) {
        records.add(record);
    }

    /** @param committedAt in ms since 1970 */
    void changesRow(long committedAt) {
        lastCommitAt = committedAt;
    }

    void frontier(String topic, Frontier value) {
        byte[] key = Frontier.KEY.getBytes(StandardCharsets.UTF_8);
        records.add(new ProducerRecord<>(
                topic, 0, value.sourceTime().toEpochMilli(), key, JsonCodec.FRONTIER.encode(value)));
    }

    void seesFrontier(Batch.FrontierSeen seen) {
        frontier = seen;
    }

    int size() {
        return records.size();
    }

    int snapshotRows() {
        return snapshotRows;
    }

    boolean hasStreamed() {
        return streamed;
    }

    /** The LSN that the slot may be confirmed to; null when nothing was streamed. */
    @Nullable
    Long confirmable() {
        return confirmable;
    }

    Batch finish(Checkpoint checkpoint) {
        return new Batch(records, checkpoint, rows, skipped, lastCommitAt, frontier);
    }
}
