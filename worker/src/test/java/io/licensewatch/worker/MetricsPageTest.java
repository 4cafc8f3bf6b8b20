package io.licensewatch.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.worker.loop.EveryMetric;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/operations.md lists exactly the existing metrics. */
class MetricsPageTest {
    @Test
    void the_page_lists_exactly_the_metrics_of_the_worker() throws IOException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        EveryMetric.in(registry);
        CommandCounts.register(registry, state -> 0);

        assertThat(matches("(?<=\n\\| `)licensewatch_worker_\\w+", page()))
                .isEqualTo(matches("(?<=# TYPE )licensewatch_worker_\\w+", registry.scrape()));
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
