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

/** Says on a topic how far a snapshot is, with the batches that it writes: whoever reads one has what it speaks of. */
public final class SnapshotReports {
    private static final byte[] KEY = SnapshotReport.KEY.getBytes(StandardCharsets.UTF_8);
    private static final long EACH_MS = 1_000;

    private final String topic;
    private final SnapshotProgress progress;
    private final String tenants;
    private final LongSupplier clock;
    private boolean running;
    private long saidAt;

    /**
     * @param tenants the name of the table of tenants in this database
     * @param clock ms since 1970
     * @param running whether a snapshot is to be taken
     */
    public SnapshotReports(
            String topic, SnapshotProgress progress, String tenants, LongSupplier clock, boolean running) {
        this.topic = topic;
        this.progress = progress;
        this.tenants = tenants;
        this.clock = clock;
        this.running = running;
    }

    /** With what there is to say; a batch of the stream is as it was. */
    public Batch with(Batch batch) {
        if (!running) {
            return batch;
        }
        long now = clock.getAsLong();
        boolean complete = batch.progress().snapshotComplete();
        if (!complete && now >= saidAt && now - saidAt < EACH_MS) {
            return batch;
        }
        running = !complete;
        saidAt = now;
        SnapshotReport report = progress.report(batch, Instant.ofEpochMilli(now), tenants);
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(batch.records());
        records.add(new ProducerRecord<>(topic, 0, now, KEY, JsonCodec.SNAPSHOT.encode(report)));
        return batch.of(records);
    }
}
