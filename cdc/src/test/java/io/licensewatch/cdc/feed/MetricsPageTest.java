package io.licensewatch.cdc.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.checkpoint.Checkpoint;
import io.licensewatch.cdc.debezium.EngineQueue;
import io.licensewatch.cdc.sink.Batch;
import io.licensewatch.cdc.source.ReplicationSlot;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/operations.md lists the metrics that there are, and no others. */
class MetricsPageTest {
    @Test
    void page_lists_exactly_the_metrics_of_cdc() throws IOException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        CdcMetrics metrics = new CdcMetrics(registry, () -> 1_000);
        metrics.queue(new EngineQueue("slot"));
        metrics.engineStarts();
        metrics.snapshot().begins("all", Set.of("public.roles"), Map.of());
        metrics.slot(new ReplicationSlot("slot", "pgoutput", "app", true, 1, "reserved", 5, 0, null));
        metrics.roundTrip(Duration.ofMillis(1));
        metrics.written(new Batch(
                List.of(),
                Checkpoint.snapshotBegins("slot", "7/app", 1, Instant.EPOCH),
                Map.of("public.roles", 1),
                0,
                1L,
                null));

        assertThat(matches("(?<=\n\\| `)licensewatch_cdc_\\w+", page()))
                .isEqualTo(matches("(?<=# TYPE )licensewatch_cdc_\\w+", registry.scrape()));
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/operations.md"));
    }

    private static Set<String> matches(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }
}
