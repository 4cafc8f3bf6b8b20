package io.licensewatch.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The benchmark itself, with so little that its figures say nothing: that it runs, and what it prints. */
class StreamBenchIT {
    @Test
    void every_figure_is_measured() throws Exception {
        StreamFigures figures = StreamBench.run(new StreamBench.Effort(2000, 200, 1, 0.01), step -> {});

        Map<String, Object> json = figures.asJson();
        assertThat(json)
                .containsKeys("ratio", "cpuRatio", "tenantGrowthRatio", "processors")
                .hasEntrySatisfying(
                        "rounds", rounds -> assertThat((List<?>) rounds).hasSize(1))
                .hasEntrySatisfying(
                        "changes", changes -> assertThat((long) changes).isGreaterThanOrEqualTo(2000));
        assertThat(figures.rounds()).allSatisfy(round -> {
            assertThat(round.detection().threadMicros()).isPositive();
            assertThat(round.detection().processMicros())
                    .isGreaterThan(round.detection().threadMicros());
            assertThat(round.passThrough().threadMicros()).isPositive();
        });
        assertThat(figures.asText()).contains("ratio of CPU");
    }
}
