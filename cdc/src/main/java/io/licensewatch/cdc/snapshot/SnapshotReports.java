package io.licensewatch.cdc.snapshot;

import io.licensewatch.cdc.sink.Batch;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.source.SnapshotReport;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Adds reports of a snapshot's progress to its batches: the rows that a report counts are in the same transactions or earlier. */
public final class SnapshotReports {
    private static final byte[] KEY = SnapshotReport.KEY.getBytes(StandardCharsets.UTF_8);
    private static final long EACH_MS = 1_000;

    private final String topic;
    private final SnapshotProgress progress;
    private final String tenants;
    private final LongSupplier clock;
    private boolean running;
    private long reportedAt;

    /**
     * @param tenants the name of the table of tenants in this database
     * @param clock ms since 1970
     * @param running whether a snapshot is taken
     */
    public SnapshotReports(
            String topic, SnapshotProgress progress, String tenants, LongSupplier clock, boolean running) {
        this.topic = topic;
        this.progress = progress;
        this.tenants = tenants;
        this.clock = clock;
        this.running = running;
    }

    /** The batch with a report, if one is due; a batch of the stream is unchanged. */
    public Batch with(Batch batch) {
        if (!running) {
            return batch;
        }
        long now = clock.getAsLong();
        boolean complete = batch.checkpoint().snapshotComplete();
        if (!complete && now >= reportedAt && now - reportedAt < EACH_MS) {
            return batch;
        }
        running = !complete;
        reportedAt = now;
        SnapshotReport report = progress.report(batch, Instant.ofEpochMilli(now), tenants);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(batch.records());
        records.add(new ProducerRecord<>(topic, 0, now, KEY, JsonCodec.SNAPSHOT.encode(report)));
        return batch.of(records);
    }
}
