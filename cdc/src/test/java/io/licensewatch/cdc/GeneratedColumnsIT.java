package io.licensewatch.cdc;

import static io.licensewatch.cdc.testbed.CdcTestbed.PATIENCE;
import static io.licensewatch.cdc.testbed.CdcTestbed.awaitStreaming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.licensewatch.cdc.feed.FeedState;
import io.licensewatch.cdc.preflight.CheckResult;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.testbed.CdcTestbed;
import io.licensewatch.cdc.testbed.Reader;
import io.licensewatch.cdc.testbed.Source;
import io.licensewatch.schemas.source.Frontier;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Columns that Postgres computes: it publishes none of them before version 18. */
class GeneratedColumnsIT {
    private static final String ACTIVE =
            "ALTER TABLE roles ADD is_active boolean GENERATED ALWAYS AS (gone IS NULL) STORED";

    @RegisterExtension
    static final CdcTestbed testbed = new CdcTestbed();

    @Test
    void a_generated_column_that_a_rule_needs_is_refused_at_start_and_at_runtime() throws Exception {
        Source source = roles("name text");
        source.execute("INSERT INTO roles (id, name) VALUES (1, 'a')");
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
            source.execute(ACTIVE, "UPDATE roles SET gone = now()");
            await().atMost(PATIENCE).until(() -> cdc.state() == FeedState.FAILED);
        }
        assertThatThrownBy(() -> testbed.cdc(source).close())
                .isInstanceOf(UnfitSourceException.class)
                .hasMessageContaining("table public.roles: column is_active is generated")
                .hasMessageContaining("ALTER TABLE public.roles ALTER COLUMN \"is_active\" DROP EXPRESSION;");
    }

    @Test
    void tenants_and_keys_that_are_generated_are_refused_by_name() throws Exception {
        Source source = testbed.source(
                "CREATE TABLE roles (a text, name text, id text GENERATED ALWAYS AS (a || '!') STORED PRIMARY KEY,"
                        + " tenant_id text GENERATED ALWAYS AS (a || '?') STORED)",
                "ALTER TABLE roles REPLICA IDENTITY FULL",
                "CREATE PUBLICATION licensewatch FOR TABLE roles");

        assertThat(Checkup.ofPostgres(testbed.settings(source, Map.of())).stream()
                        .filter(CheckResult::isFailure)
                        .map(CheckResult::toString))
                .hasSize(2)
                .anyMatch(line -> line.contains("column id is generated") && line.contains("it is part of the key"))
                .anyMatch(line -> line.contains("column tenant_id is generated") && line.contains("no tenant"));
    }

    @Test
    void a_generated_column_that_no_rule_needs_is_captured_once_it_is_plain() throws Exception {
        Source source = testbed.source(
                "CREATE TABLE tenants (id int PRIMARY KEY, a text, name text GENERATED ALWAYS AS (a || '!') STORED)",
                "ALTER TABLE tenants REPLICA IDENTITY FULL",
                "CREATE PUBLICATION licensewatch FOR TABLE tenants",
                "INSERT INTO tenants (id, a) VALUES (1, 'a')");
        assertThat(Checkup.ofPostgres(testbed.settings(source, Map.of())))
                .filteredOn(result -> result.detail().contains("column name is generated"))
                .singleElement()
                .extracting(CheckResult::verdict)
                .isEqualTo(CheckResult.Verdict.NOTE);
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            source.execute("INSERT INTO tenants (id, a) VALUES (2, 'b')");
            testbed.awaitFrontier(source);
            assertThat(testbed.written(source).changes("tenants"))
                    .hasSize(2)
                    .allSatisfy(change -> assertThat(change.after()).containsOnlyKeys("id"));
            source.execute(
                    "ALTER TABLE tenants ALTER COLUMN name DROP EXPRESSION", "UPDATE tenants SET a = 'c' WHERE id = 2");
            await().atMost(PATIENCE).until(() -> {
                List<Frontier> frontiers = testbed.written(source).frontiers();
                Frontier last = frontiers.get(frontiers.size() - 1);
                return last.resyncs().size() == 1 && last.tables().contains("public.tenants");
            });
        }
        assertThat(Reader.of(testbed.written(source)).rows("tenants", "name")).isEqualTo(Map.of("1", "a!", "2", "b!"));
    }

    private static Source roles(String columns) throws Exception {
        return testbed.source(
                "CREATE TABLE roles (id int PRIMARY KEY, tenant_id uuid, gone timestamptz, " + columns + ")",
                "ALTER TABLE roles REPLICA IDENTITY FULL",
                "CREATE PUBLICATION licensewatch FOR TABLE roles");
    }
}
