package io.licensewatch.cdc.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.checkpoint.Checkpoint;
import io.licensewatch.cdc.sink.Batch;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.SnapshotReport;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class SnapshotReportsTest {
    private static final String TENANTS = "app.tenants";

    private long now = 1_000_000;
    private long rows;
    private final SnapshotProgress progress = new SnapshotProgress(new SimpleMeterRegistry(), () -> now);

    @Test
    void a_report_is_written_once_a_second_with_the_rows_that_it_counts() throws Exception {
        SnapshotReports reports = reports(true);
        begins(Map.of(TENANTS, 100L, "app.roles", 900L));

        assertThat(report(reports.with(batch(10, false))))
                .isEqualTo(new SnapshotReport(3, Instant.ofEpochMilli(now), 10, 1_000L, 10, null, false));
        now += 999;
        assertThat(reports.with(batch(10, false)).records()).isEmpty();
        now += 9_001;
        progress.wrote(Map.of(TENANTS, 20));
        now += 10_000;
        progress.wrote(Map.of(TENANTS, 80));
        assertThat(report(reports.with(batch(80, false))))
                .isEqualTo(new SnapshotReport(3, Instant.ofEpochMilli(now), 100, 1_000L, 180, 113L, false));
    }

    @Test
    void the_last_one_says_that_it_is_complete_and_then_there_is_none() throws Exception {
        SnapshotReports reports = reports(true);
        begins(Map.of(TENANTS, 100L));
        reports.with(batch(10, false));

        assertThat(report(reports.with(batch(1, true))))
                .isEqualTo(new SnapshotReport(3, Instant.ofEpochMilli(now), 11, null, 1, null, true));
        now += 60_000;
        assertThat(reports.with(batch(1, true)).records()).isEmpty();
    }

    @Test
    void a_stream_without_a_snapshot_has_none() {
        assertThat(reports(false).with(batch(1, true)).records()).isEmpty();
    }

    private SnapshotReports reports(boolean running) {
        return new SnapshotReports("p.snapshot", progress, TENANTS, () -> now, running);
    }

    private void begins(Map<String, Long> roughly) {
        progress.begins("it", List.of(TENANTS, "app.roles"), roughly);
    }

    private Batch batch(int tenants, boolean complete) {
        rows += tenants;
        Checkpoint reached = new Checkpoint("slot", "system", 3, complete, Instant.EPOCH, rows, null, null);
        return new Batch(List.of(), reached, Map.of(TENANTS, tenants), 0, null, null);
    }

    private static SnapshotReport report(Batch batch) throws MalformedRecordException {
        assertThat(batch.records()).hasSize(1);
        ProducerRecord<byte[], byte[]> record = batch.records().get(0);
        assertThat(record.topic()).isEqualTo("p.snapshot");
        assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("snapshot");
        return JsonCodec.SNAPSHOT.decode(record.value());
    }
}
