package io.licensewatch.cdc.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.checkpoint.Checkpoint;
import io.licensewatch.cdc.sink.Batch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CdcMetricsTest {
    private final AtomicLong clock = new AtomicLong(100_000);
    private final CdcMetrics metrics = new CdcMetrics(new SimpleMeterRegistry(), clock::get);

    private void oldFrontierIsWritten() {
        metrics.written(new Batch(
                List.of(),
                Checkpoint.snapshotBegins("slot", "7/app", 1, Instant.EPOCH),
                Map.of(),
                0,
                null,
                new Batch.FrontierSeen("of another process 5", 1)));
    }

    /** What has waited in Postgres' log for hours is written now, and is hours old. */
    @Test
    void a_frontier_is_as_old_as_the_mark_that_it_was_made_from() {
        oldFrontierIsWritten();
        assertThat(metrics.frontierAge()).isNaN();
        metrics.roundTrip(Duration.ofSeconds(40));
        assertThat(metrics.frontierAge()).isEqualTo(40_000);
        clock.addAndGet(2_000);
        oldFrontierIsWritten();
        assertThat(metrics.frontierAge()).isEqualTo(42_000);
        metrics.roundTrip(Duration.ofMillis(30));
        assertThat(metrics.frontierAge()).isEqualTo(30);
    }
}
