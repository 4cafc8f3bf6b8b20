package io.licensewatch.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.runtime.settings.Settings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/operations.md lists exactly the existing metrics. */
class MetricsPageTest {
    @TempDir
    Path directory;

    @Test
    void the_page_lists_exactly_the_metrics_of_the_console() throws Exception {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Map<String, String> settings = Map.of(
                "licensewatch.kafka.bootstrap-servers", "127.0.0.1:1",
                "licensewatch.console.port", "0",
                "licensewatch.console.data-dir", directory.toString());
        try (Console console = Console.start(Settings.of(ConsoleSettings.all(), settings), registry, failure -> {})) {
            assertThat(console.live()).isNotEmpty();
            assertThat(matches("(?<=\n\\| `)licensewatch_console_\\w+", page()))
                    .isEqualTo(matches("(?<=# TYPE )licensewatch_console_\\w+", registry.scrape()));
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
