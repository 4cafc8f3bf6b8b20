package io.licensewatch.cdc.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.testbed.LogCapture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotProgressTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private long now = 1_000;
    private final SnapshotProgress progress = new SnapshotProgress(registry, () -> now);

    @Test
    void rows_and_percent_are_shown_in_total_and_for_the_current_table() {
        progress.begins(
                "snapshot of epoch 1", List.of("public.a", "public.b"), Map.of("public.a", 500L, "public.b", 500L));
        progress.wrote(Map.of("public.a", 500));
        progress.wrote(Map.of("public.b", 100));

        assertThat(progress.isRunning()).isTrue();
        assertThat(progress.text())
                .isEqualTo("snapshot of epoch 1: 60 % (600 of about 1,000 rows); public.b: 20 % (100 of about 500)");
        assertThat(registry.get("licensewatch.cdc.snapshot.table.rows")
                        .tag("table", "public.b")
                        .gauge()
                        .value())
                .isEqualTo(100);
        progress.ended();
        assertThat(progress.isRunning()).isFalse();
    }

    @Test
    void an_estimate_never_says_that_all_is_read() {
        progress.begins("it", List.of("public.a"), Map.of("public.a", 10L));
        progress.wrote(Map.of("public.a", 50));

        assertThat(progress.text()).startsWith("it: 99 % (50 of about 10 rows)");
    }

    @Test
    void without_an_estimate_only_rows_are_shown() {
        progress.begins("it", List.of("public.a", "public.b"), Map.of("public.a", 10L));
        progress.wrote(Map.of("public.b", 50));

        assertThat(progress.text()).isEqualTo("it: 50 rows, the number of rows is unknown; public.b: 50");
    }

    @Test
    void a_table_of_unknown_size_that_is_yet_to_come_leaves_the_whole_unknown() {
        progress.begins("it", List.of("public.a", "public.b"), Map.of("public.a", 10L));
        progress.wrote(Map.of("public.a", 9));
        now += 60_000;

        assertThat(progress.text())
                .isEqualTo("it: 9 rows, the number of rows is unknown; public.a: 90 % (9 of about 10)");
        assertThat(gauge("licensewatch.cdc.snapshot.estimate")).isEqualTo(-1);
        assertThat(gauge("licensewatch.cdc.snapshot.left")).isNaN();
    }

    @Test
    void the_remaining_time_is_computed_from_the_first_rows_on() {
        progress.begins("it", List.of("public.a", "public.b"), Map.of("public.a", 500L, "public.b", 600L));
        now += 60_000; // its slot waits for a transaction
        progress.wrote(Map.of("public.a", 100));
        assertThat(gauge("licensewatch.cdc.snapshot.left")).isNaN();
        now += 10_000;
        progress.wrote(Map.of("public.a", 400, "public.b", 100));

        assertThat(progress.text())
                .isEqualTo("it: 54 % (600 of about 1,100 rows), about 10 s left; public.a: 99 % (500 of about 500);"
                        + " public.b: 16 % (100 of about 600)");
        assertThat(gauge("licensewatch.cdc.snapshot.left")).isEqualTo(10);
        assertThat(gauge("licensewatch.cdc.snapshot.estimate")).isEqualTo(1_100);
        progress.ended();
        assertThat(gauge("licensewatch.cdc.snapshot.left")).isNaN();
        assertThat(gauge("licensewatch.cdc.snapshot.estimate")).isNaN();
    }

    @Test
    void more_rows_than_were_estimated_leave_an_unknown_time() {
        progress.begins("it", List.of("public.a"), Map.of("public.a", 10L));
        progress.wrote(Map.of("public.a", 5));
        now += 60_000;
        progress.wrote(Map.of("public.a", 6));

        assertThat(progress.text()).isEqualTo("it: 99 % (11 of about 10 rows); public.a: 99 % (11 of about 10)");
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    @Test
    void it_is_logged_every_few_seconds_and_at_the_end() {
        try (LogCapture log = new LogCapture()) {
            progress.begins("it", List.of("public.a"), Map.of("public.a", 1_000L));
            for (int i = 0; i < 100; i++) {
                now += 100;
                progress.wrote(Map.of("public.a", 1));
            }
            progress.ended();
            assertThat(log.lines()).filteredOn(line -> line.startsWith("it: ")).hasSize(2);
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("it is complete"))
                    .hasSize(1);
        }
    }

    @Test
    void a_second_one_counts_from_zero() {
        progress.begins("it", List.of("public.a"), Map.of());
        progress.wrote(Map.of("public.a", 7));
        progress.aborted();
        progress.wrote(Map.of("public.a", 7));
        progress.begins("it", List.of("public.a"), Map.of());

        assertThat(progress.text()).isEqualTo("it: 0 rows");
        assertThat(registry.get("licensewatch.cdc.snapshot.table.rows").gauge().value())
                .isZero();
    }
}
