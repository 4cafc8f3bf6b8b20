package io.licensewatch.cdc.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.preflight.SourceSamples;
import io.licensewatch.cdc.preflight.SourceSamples.Facts;
import io.licensewatch.cdc.prepare.Preparation.Step;
import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.CapturedTable.ReplicaIdentity;
import io.licensewatch.cdc.source.ColumnTypes;
import io.licensewatch.cdc.source.GeneratedColumns;
import io.licensewatch.cdc.source.MessageRights;
import io.licensewatch.cdc.source.MessageRights.Commander;
import io.licensewatch.cdc.source.RequestTable;
import io.licensewatch.cdc.source.RowKey;
import io.licensewatch.schemas.source.SourceTable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PreparationTest {
    private final Facts source = SourceSamples.fit();

    @Test
    void an_unprepared_source_gets_all_of_it() {
        source.publication = Optional.empty();
        source.requests = Optional.empty();
        source.messages =
                new MessageRights(List.of("pg_catalog.f(boolean)", "pg_catalog.f(text)"), true, true, List.of());
        source.tables = List.of(
                SourceSamples.table(SourceTable.TENANTS, ReplicaIdentity.DEFAULT, true), SourceSamples.OFFERINGS);

        assertThat(sql(false))
                .containsExactly(
                        "CREATE ROLE \"watch\" LOGIN REPLICATION;",
                        "ALTER ROLE \"watch\" PASSWORD :'password';",
                        "GRANT CONNECT ON DATABASE \"app\" TO \"watch\";",
                        "GRANT USAGE ON SCHEMA \"public\" TO \"watch\";",
                        "GRANT SELECT (\"id\", \"name\") ON public.tenants TO \"watch\";",
                        "DROP POLICY IF EXISTS licensewatch ON public.tenants; CREATE POLICY licensewatch ON"
                                + " public.tenants FOR SELECT TO \"watch\" USING (true);",
                        "ALTER TABLE public.tenants REPLICA IDENTITY FULL;",
                        "GRANT SELECT (\"id\", \"name\") ON public.product_offerings TO \"watch\";",
                        "CREATE PUBLICATION \"licensewatch\" FOR TABLE public.tenants, public.product_offerings;",
                        "GRANT EXECUTE ON FUNCTION pg_catalog.f(boolean), pg_catalog.f(text) TO \"watch\";",
                        "REVOKE EXECUTE ON FUNCTION pg_catalog.f(boolean), pg_catalog.f(text) FROM PUBLIC;",
                        RequestTable.CREATE_SCHEMA,
                        RequestTable.CREATE,
                        RequestTable.grantTo("watch"),
                        "ALTER PUBLICATION \"licensewatch\" ADD TABLE licensewatch.resync_requests;");
    }

    @Test
    void generated_columns_are_published_before_old_rows_are_logged_that_have_them() {
        source.serverVersion = 180000;
        source.tables = List.of(new CapturedTable(
                SourceTable.TENANTS,
                "public",
                List.of("id"),
                RowKey.primary("id"),
                new GeneratedColumns(Set.of("secret"), Set.of(), false),
                ColumnTypes.NONE,
                ReplicaIdentity.DEFAULT,
                false,
                false,
                true));

        assertThat(sql(true))
                .containsSubsequence(
                        "ALTER PUBLICATION \"licensewatch\" SET (publish_generated_columns = stored);",
                        "ALTER TABLE public.tenants REPLICA IDENTITY FULL;");
    }

    @Test
    void partitions_log_old_rows_and_are_published_as_the_table_that_they_are_of() {
        source.tables = List.of(SourceSamples.partitioned(ReplicaIdentity.DEFAULT));
        source.publication = Optional.of(SourceSamples.viaRoot(false));
        assertThat(sql(true))
                .containsSubsequence(
                        "ALTER TABLE \"parts\".\"Y 1\" REPLICA IDENTITY FULL;",
                        "ALTER PUBLICATION \"licensewatch\" SET (publish_via_partition_root = true);")
                .noneMatch(sql -> sql.contains("ADD TABLE public.tenants"));

        source.publication = Optional.empty();
        assertThat(sql(true))
                .contains(
                        "CREATE PUBLICATION \"licensewatch\" FOR TABLE public.tenants WITH (publish_via_partition_root"
                                + " = true);");
    }

    @Test
    void who_owns_the_workers_functions_keeps_the_right_that_others_lose() {
        source.messages =
                new MessageRights(List.of("pg_catalog.f(text)"), true, true, List.of(new Commander("own\"er", true)));

        assertThat(sql(true))
                .containsSubsequence(
                        "GRANT EXECUTE ON FUNCTION pg_catalog.f(text) TO \"own\"\"er\";",
                        "REVOKE EXECUTE ON FUNCTION pg_catalog.f(text) FROM PUBLIC;");
    }

    @Test
    void only_what_the_feed_runs_without_may_be_refused() {
        source.requests = Optional.empty();
        source.messages = new MessageRights(List.of("pg_catalog.f(boolean)"), true, true, List.of());

        assertThat(Preparation.steps(source.facts(), "watch", false, "licensewatch").stream()
                        .filter(Step::optional)
                        .map(Step::sql))
                .hasSize(6)
                .allMatch(sql -> sql.contains("pg_catalog.f(boolean)")
                        || sql.contains("licensewatch.resync_requests")
                        || sql.equals(RequestTable.CREATE_SCHEMA));
    }

    @Test
    void a_request_table_of_another_owner_is_not_touched_and_cdcs_own_is_protected() {
        source.requests = Optional.of(new RequestTable("mallory", false, List.of(), true, false));
        assertThat(sql(true)).noneMatch(sql -> sql.contains("resync_requests"));

        source.requests =
                Optional.of(new RequestTable("owner", true, List.of("PUBLIC", "mal\"lory", "watch"), true, true));
        assertThat(sql(true))
                .contains("REVOKE ALL ON licensewatch.resync_requests FROM PUBLIC, \"mal\"\"lory\";")
                .noneMatch(sql -> sql.contains("CREATE TABLE") || sql.contains("ADD TABLE"));
    }

    @Test
    void a_prepared_source_keeps_its_publication_and_role() {
        assertThat(sql(true))
                .contains("ALTER ROLE \"watch\" LOGIN REPLICATION;")
                .noneMatch(sql -> sql.contains("PUBLICATION")
                        || sql.contains("REVOKE")
                        || sql.contains("CREATE")
                        || sql.contains("REPLICA IDENTITY"));
    }

    @Test
    void a_table_that_is_created_later_joins_the_publication() {
        source.publication = Optional.of(SourceSamples.publication(SourceSamples.TENANTS));

        assertThat(sql(true)).contains("ALTER PUBLICATION \"licensewatch\" ADD TABLE public.product_offerings;");
    }

    private List<String> sql(boolean roleExists) {
        return Preparation.steps(source.facts(), "watch", roleExists, "licensewatch").stream()
                .map(Step::sql)
                .toList();
    }
}
