package io.licensewatch.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.command.Reports;
import io.licensewatch.core.engine.EngineSettings;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.streams.metrics.StreamMetrics;
import io.licensewatch.streams.published.PublishedBefore;
import io.licensewatch.streams.settings.Rules;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/operations.md lists the metrics that there are, and no others. */
class MetricsPageTest {
    @Test
    void page_lists_exactly_the_metrics_of_stream_app() throws Exception {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        StreamMetrics metrics = new StreamMetrics(registry, () -> 0);
        Settings settings = TopologyFixture.settings(Path.of("unused"));
        TenantTasks tasks = new TenantTasks(
                Rules.of(settings),
                EngineSettings.defaults(),
                "unused",
                metrics,
                TopologyFixture.LINEAGES,
                PublishedBefore.Source.NONE);
        new TaskGauges(registry, () -> 0).watch(tasks, TopologyFixture.systemTask(settings, metrics));
        metrics.transition(JsonCodec.ALERT.decode(sample("alert-license-expired-open.json")));
        metrics.command(JsonCodec.COMMAND.decode(sample("command-extend-license.json")));
        metrics.verdict(JsonCodec.VERDICT.decode(sample("verdict-effective.json")));
        metrics.leftOut("tenants", "name");
        metrics.result(Reports.Taken.NEWS);

        assertThat(matches("(?<=\n\\| `)licensewatch_streams_\\w+", page()))
                .isEqualTo(matches("(?<=# TYPE )licensewatch_streams_\\w+", registry.scrape()));
    }

    private static byte[] sample(String name) throws IOException {
        try (InputStream in = JsonCodec.class.getResourceAsStream("/io/licensewatch/schemas/samples/" + name)) {
            return Json.MAPPER.writeValueAsBytes(
                    Json.MAPPER.readTree(Objects.requireNonNull(in, name)).get("value"));
        }
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
