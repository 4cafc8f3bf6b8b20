package io.licensewatch.cdc.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.testbed.CdcTestbed;
import io.licensewatch.cdc.testbed.Source;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RowEstimatesIT {
    @RegisterExtension
    static final CdcTestbed testbed = new CdcTestbed();

    @Test
    void a_table_has_its_rows_per_page_times_its_pages_of_now() throws Exception {
        Source source = testbed.source(
                table("grown"),
                "INSERT INTO grown SELECT i FROM generate_series(1, 1000) i",
                "ANALYZE grown",
                "INSERT INTO grown SELECT i FROM generate_series(1001, 200000) i");

        assertThat(estimates(source, "public.grown").get("public.grown")).isBetween(150_000L, 250_000L);
    }

    @Test
    void a_small_table_without_figures_is_counted_and_a_large_one_unknown() throws Exception {
        Source source = testbed.source(
                table("few"),
                table("empty"),
                table("\"Many \"\"rows\""),
                "INSERT INTO few SELECT i FROM generate_series(1, 77) i",
                "INSERT INTO \"Many \"\"rows\" SELECT i FROM generate_series(1, 400000) i");

        assertThat(estimates(source, "public.few", "public.empty", "public.Many \"rows"))
                .isEqualTo(Map.of("public.few", 77L, "public.empty", 0L));
    }

    @Test
    void a_partitioned_table_is_unknown_while_one_of_its_partitions_is() throws Exception {
        Source source = testbed.source(
                "CREATE TABLE parts (id int) PARTITION BY LIST ((id % 2))",
                "CREATE TABLE even PARTITION OF parts FOR VALUES IN (0) WITH (autovacuum_enabled = off)",
                "CREATE TABLE odd PARTITION OF parts FOR VALUES IN (1) WITH (autovacuum_enabled = off)",
                "INSERT INTO parts SELECT i FROM generate_series(1, 600000) i",
                "ANALYZE even");
        assertThat(estimates(source, "public.parts")).isEmpty();
        source.execute("ANALYZE odd");

        assertThat(estimates(source, "public.parts").get("public.parts")).isBetween(590_000L, 610_000L);
    }

    private static String table(String name) {
        return "CREATE TABLE " + name + " (id int) WITH (autovacuum_enabled = off)";
    }

    private static Map<String, Long> estimates(Source source, String... tables) throws Exception {
        try (Connection connection = testbed.postgres().connect(source.database())) {
            return RowEstimates.of(connection, List.of(tables));
        }
    }
}
