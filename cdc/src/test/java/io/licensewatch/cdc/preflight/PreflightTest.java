package io.licensewatch.cdc.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.preflight.SourceSamples.Facts;
import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.CapturedTable.ReplicaIdentity;
import io.licensewatch.cdc.source.ColumnTypes;
import io.licensewatch.cdc.source.GeneratedColumns;
import io.licensewatch.cdc.source.MessageRights;
import io.licensewatch.cdc.source.MessageRights.Commander;
import io.licensewatch.cdc.source.MissingTable;
import io.licensewatch.cdc.source.Partitions;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.cdc.source.Publication;
import io.licensewatch.cdc.source.ReplicationAccess;
import io.licensewatch.cdc.source.ReplicationSlot;
import io.licensewatch.cdc.source.RequestTable;
import io.licensewatch.cdc.source.RowKey;
import io.licensewatch.cdc.source.SourceFacts.Role;
import io.licensewatch.schemas.source.SourceTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PreflightTest {
    private final Facts source = SourceSamples.fit();

    @Test
    void a_fit_source_has_no_failures() {
        assertThat(source.failures()).isEmpty();
    }

    @Test
    void wal_level_must_be_logical() {
        source.walLevel = "replica";

        assertOneFailure("is replica, must be logical", "ALTER SYSTEM SET wal_level = 'logical';");
    }

    @Test
    void a_server_without_logical_messages_is_too_old() {
        source.serverVersion = 130012;

        assertOneFailure("Postgres 13 is too old", "upgrade");
    }

    @Test
    void a_standby_takes_no_marks() {
        source.recovering = true;

        assertOneFailure("standby", "primary");
    }

    @Test
    void the_role_must_be_allowed_to_replicate() {
        source.role = new Role("watch", false, false, false);

        assertOneFailure("watch may not replicate", "ALTER ROLE \"watch\" REPLICATION;");
    }

    @Test
    void a_refused_replication_connection_hints_at_a_pooler() {
        source.replication = new ReplicationAccess("", "unsupported startup parameter: replication");

        assertOneFailure("unsupported startup parameter", "PgBouncer");
    }

    @Test
    void there_must_be_room_for_a_slot_and_a_sender() {
        source.slots = 10;
        source.walSenders = 10;

        assertThat(source.failures())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("SET max_replication_slots = 14"))
                .anySatisfy(line -> assertThat(line).contains("SET max_wal_senders = 14"));
    }

    @Test
    void a_slot_of_another_plugin_or_database_is_refused() {
        source.slot = Optional.of(
                new ReplicationSlot("licensewatch", "wal2json", "app", false, null, "reserved", 1, 0, null));

        assertOneFailure("belongs to plugin wal2json in database app", "licensewatch.postgres.slot");
    }

    @Test
    void a_missing_publication_comes_with_the_statement_that_makes_it() {
        source.publication = Optional.empty();

        assertOneFailure(
                "publication licensewatch: does not exist",
                "CREATE PUBLICATION \"licensewatch\" FOR TABLE public.tenants, public.product_offerings;");
    }

    @Test
    void a_table_that_is_not_published_is_added() {
        source.publication = Optional.of(SourceSamples.publication(SourceSamples.TENANTS));

        assertOneFailure(
                "lacks public.product_offerings",
                "ALTER PUBLICATION \"licensewatch\" ADD TABLE public.product_offerings;");
    }

    @Test
    void a_publication_must_carry_every_kind_of_change() {
        source.publication = Optional.of(new Publication(
                "licensewatch",
                Set.of("insert", "update"),
                SourceSamples.publication(SourceSamples.TENANTS, SourceSamples.OFFERINGS)
                        .tables(),
                Set.of()));

        assertOneFailure("carries only insert, update", "SET (publish = 'insert, update, delete, truncate');");
    }

    @Test
    void a_publication_of_some_columns_or_rows_is_refused() {
        source.publication = Optional.of(new Publication(
                "licensewatch",
                Set.of("insert", "update", "delete", "truncate"),
                Map.of("public.tenants", Set.of("id"), "public.product_offerings", Set.of("id", "name")),
                Set.of("public.product_offerings")));

        assertThat(source.failures())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("only some columns of public.tenants"))
                .anySatisfy(line -> assertThat(line).contains("only some rows of public.product_offerings"));
    }

    @Test
    void a_table_with_a_tenant_must_log_old_rows() {
        source.tables = List.of(
                SourceSamples.table(SourceTable.TENANTS, ReplicaIdentity.DEFAULT, false), SourceSamples.OFFERINGS);

        assertOneFailure("replica identity DEFAULT", "ALTER TABLE public.tenants REPLICA IDENTITY FULL;");
    }

    @Test
    void a_table_without_a_key_is_refused_with_the_statement_that_adds_one() {
        source.tables = List.of(
                SourceSamples.TENANTS, SourceSamples.withoutKey(SourceTable.PRODUCT_OFFERINGS, ReplicaIdentity.FULL));

        assertOneFailure(
                "table public.product_offerings: has no primary key",
                "ALTER TABLE public.product_offerings ADD PRIMARY KEY (id);");
        assertThat(source.failures())
                .singleElement()
                .asString()
                .contains("licensewatch.cdc.exclude-tables=public.product_offerings");
    }

    @Test
    void a_table_that_is_known_by_unique_columns_is_a_note_and_must_log_old_rows() {
        RowKey code = new RowKey(RowKey.Kind.UNIQUE, List.of("name"), 7, false, true);
        source.tables = List.of(SourceSamples.TENANTS, SourceSamples.offerings(code, ReplicaIdentity.FULL));

        assertThat(source.failures()).isEmpty();
        assertThat(source.notes())
                .singleElement()
                .asString()
                .contains("table public.product_offerings: has no primary key", "unique columns name");

        for (ReplicaIdentity identity : List.of(ReplicaIdentity.DEFAULT, ReplicaIdentity.INDEX)) {
            source.tables = List.of(SourceSamples.TENANTS, SourceSamples.offerings(code, identity));
            assertOneFailure(
                    "replica identity " + identity, "ALTER TABLE public.product_offerings REPLICA IDENTITY FULL;");
        }
    }

    @Test
    void a_table_with_a_deferrable_key_must_log_old_rows() {
        RowKey deferrable = new RowKey(RowKey.Kind.PRIMARY, List.of("id"), 7, true, false);
        source.tables = List.of(SourceSamples.TENANTS, SourceSamples.offerings(deferrable, ReplicaIdentity.DEFAULT));

        assertOneFailure(
                "replica identity DEFAULT, and its primary key is deferrable",
                "ALTER TABLE public.product_offerings REPLICA IDENTITY FULL;");
    }

    @Test
    void an_identity_by_another_index_than_the_key_is_refused() {
        source.tables =
                List.of(SourceSamples.TENANTS, SourceSamples.offerings(RowKey.primary("id"), ReplicaIdentity.INDEX));
        assertOneFailure("replica identity INDEX", "ALTER TABLE public.product_offerings REPLICA IDENTITY FULL;");

        source.tables = List.of(
                SourceSamples.TENANTS,
                SourceSamples.offerings(
                        new RowKey(RowKey.Kind.PRIMARY, List.of("id"), 7, false, true), ReplicaIdentity.INDEX));
        assertThat(source.failures()).isEmpty();
    }

    @Test
    void generated_columns_are_refused_if_a_rule_needs_them_and_a_note_otherwise() {
        source.tables =
                List.of(generated(Set.of("name", "status", "secret"), Set.of(), false), SourceSamples.OFFERINGS);

        assertOneFailure("column status is generated", "ALTER COLUMN \"status\" DROP EXPRESSION;");
        assertThat(source.notes())
                .singleElement()
                .asString()
                .contains("column name is generated", "left out of snapshots");
    }

    @Test
    void postgres_18_has_to_publish_them_or_refuses_changes() {
        source.serverVersion = 180000;
        source.tables = List.of(generated(Set.of("secret"), Set.of(), false), SourceSamples.OFFERINGS);
        assertOneFailure(
                "not published, with which Postgres refuses updates and deletes: secret",
                "ALTER PUBLICATION \"licensewatch\" SET (publish_generated_columns = stored);");

        source.tables = List.of(generated(Set.of("status"), Set.of(), true), SourceSamples.OFFERINGS);
        assertThat(source.failures()).isEmpty();

        source.tables = List.of(generated(Set.of(), Set.of("secret"), true), SourceSamples.OFFERINGS);
        assertOneFailure("has virtual generated columns", "licensewatch.cdc.exclude-tables=public.tenants");
    }

    private static CapturedTable generated(Set<String> stored, Set<String> virtual, boolean published) {
        return new CapturedTable(
                SourceTable.TENANTS,
                "public",
                List.of("id"),
                RowKey.primary("id"),
                new GeneratedColumns(stored, virtual, published),
                ColumnTypes.NONE,
                ReplicaIdentity.FULL,
                false,
                false,
                true);
    }

    @Test
    void users_whom_no_foreign_key_holds_go_to_every_task() {
        CapturedTable assignments = SourceSamples.table(SourceTable.USER_ROLES, ReplicaIdentity.FULL, false);
        source.publication = Optional.of(SourceSamples.publication(assignments, SourceSamples.users(0)));
        source.tables = List.of(assignments, SourceSamples.users(0));
        assertThat(source.failures()).isEmpty();
        assertThat(source.notes())
                .singleElement()
                .asString()
                .contains("table auth.users: no validated foreign key")
                .contains("ALTER TABLE public.user_roles ADD CONSTRAINT user_roles_user_id_fkey FOREIGN KEY (user_id)"
                        + " REFERENCES auth.users (id) NOT VALID; ALTER TABLE public.user_roles VALIDATE CONSTRAINT"
                        + " user_roles_user_id_fkey;");

        source.tables = List.of(assignments, SourceSamples.users(16_400));
        assertThat(source.notes()).isEmpty();
        source.tables = List.of(SourceSamples.users(0));
        assertThat(source.notes()).as("nobody holds a role").isEmpty();
    }

    @Test
    void each_partition_must_log_old_rows_itself() {
        source.publication = Optional.of(SourceSamples.viaRoot(true));
        source.tables = List.of(SourceSamples.partitioned(ReplicaIdentity.DEFAULT), SourceSamples.OFFERINGS);
        assertOneFailure(
                "partition parts.Y 1: is a partition of public.tenants and logs too little of old rows",
                "ALTER TABLE \"parts\".\"Y 1\" REPLICA IDENTITY FULL;");

        source.tables = List.of(SourceSamples.partitioned(ReplicaIdentity.FULL), SourceSamples.OFFERINGS);
        assertThat(source.failures()).isEmpty();
    }

    @Test
    void partitions_must_be_published_as_the_table_that_they_are_of() {
        source.publication = Optional.of(SourceSamples.viaRoot(false));
        source.tables = List.of(SourceSamples.partitioned(ReplicaIdentity.FULL), SourceSamples.OFFERINGS);

        assertOneFailure(
                "publishes changes under the names of partitions, and none under that of public.tenants",
                "ALTER PUBLICATION \"licensewatch\" SET (publish_via_partition_root = true);");
    }

    @Test
    void a_table_that_is_a_partition_of_a_published_one_is_refused() {
        Publication plain = SourceSamples.publication(SourceSamples.OFFERINGS);
        source.tables = List.of(
                SourceSamples.withPartitions(new Partitions(false, List.of(), List.of(), Set.of("a.all"))),
                SourceSamples.OFFERINGS);
        for (String statement : List.of("ALTER PUBLICATION p DROP TABLE a.all;", "")) {
            source.publication = Optional.of(new Publication(
                    "p", plain.publishes(), plain.tables(), Set.of(), true, Map.of("a.all", statement)));
            assertOneFailure(
                    "carries the changes of public.tenants under the name of a.all",
                    statement.isEmpty() ? "licensewatch.postgres.publication" : statement);
        }
    }

    @Test
    void row_level_security_that_hides_rows_is_found() {
        source.tables =
                List.of(SourceSamples.table(SourceTable.TENANTS, ReplicaIdentity.FULL, true), SourceSamples.OFFERINGS);

        assertOneFailure(
                "row-level security hides rows from watch",
                "ALTER ROLE \"watch\" BYPASSRLS;  or: CREATE POLICY licensewatch ON public.tenants FOR SELECT TO"
                        + " \"watch\" USING (true);");

        source.role = new Role("watch", false, true, true);
        assertThat(source.failures()).isEmpty();
    }

    @Test
    void a_table_that_may_not_be_read_comes_with_the_grant() {
        source.tables = List.of(SourceSamples.unreadable(SourceTable.TENANTS), SourceSamples.OFFERINGS);

        assertOneFailure("may not be read", "GRANT SELECT (\"id\", \"name\") ON public.tenants TO \"watch\";");
    }

    @Test
    void a_table_that_does_not_exist_is_a_note_that_says_what_is_not_watched() {
        source.missing = List.of(MissingTable.absent(SourceTable.ROLES, "public"));

        assertThat(source.failures()).isEmpty();
        assertThat(Preflight.judge(
                        source.facts(),
                        new PostgresAddress("db", 5432, "app", "watch", "", "prefer", null),
                        "licensewatch",
                        "licensewatch"))
                .extracting(CheckResult::toString)
                .contains("NOTE  table public.roles: does not exist: inactive and deleted roles count as active ones");
    }

    @Test
    void a_database_without_any_watched_table_is_the_wrong_one() {
        source.tables = List.of();
        source.publication = Optional.empty();

        assertOneFailure("none of the watched tables exists", "licensewatch.postgres.database");
    }

    @Test
    void a_connection_that_others_can_read_on_its_way_is_a_note() {
        source.encrypted = false;
        assertThat(source.failures()).isEmpty();
        assertThat(source.notes())
                .singleElement()
                .asString()
                .contains("postgres encryption", "watch@192.0.2.7:5432/app is not encrypted", "verify-full")
                .doesNotContain("hunter2");

        source.host = "127.0.0.1";
        assertThat(source.notes()).isEmpty();
    }

    @Test
    void who_may_write_messages_is_judged() {
        List<String> functions = List.of("pg_catalog.f(boolean)");
        source.messages = new MessageRights(functions, true, true, List.of());
        assertThat(source.failures()).isEmpty();
        assertThat(source.notes())
                .singleElement()
                .asString()
                .contains("any role that can log in", "REVOKE EXECUTE ON FUNCTION pg_catalog.f(boolean) FROM PUBLIC;");

        source.messages = new MessageRights(functions, false, false, List.of());
        assertOneFailure(
                "watch may not write its marks", "GRANT EXECUTE ON FUNCTION pg_catalog.f(boolean) TO \"watch\";");
    }

    @Test
    void the_owner_of_the_workers_functions_must_be_able_to_write_messages() {
        List<String> functions = List.of("pg_catalog.f(boolean)");
        source.messages = new MessageRights(functions, false, true, List.of(new Commander("owner", true)));
        assertThat(source.failures()).isEmpty();
        assertThat(source.notes()).isEmpty();

        source.messages = new MessageRights(functions, false, true, List.of(new Commander("owner", false)));
        assertThat(source.failures()).as("cdc itself runs").isEmpty();
        assertThat(source.notes())
                .singleElement()
                .asString()
                .contains(
                        "owner, as whom the worker's functions run, may not write them: every command fails",
                        "GRANT EXECUTE ON FUNCTION pg_catalog.f(boolean) TO \"owner\";");
    }

    @Test
    void a_table_of_requests_that_others_may_write_to_is_a_failure_once_it_is_published() {
        source.requests = Optional.of(new RequestTable("mallory", false, List.of(), true, true));
        assertOneFailure("belongs to mallory", "DROP TABLE licensewatch.resync_requests;");

        source.requests = Optional.of(new RequestTable("owner", true, List.of("PUBLIC", "watch"), true, true));
        assertOneFailure("can be written by PUBLIC", "REVOKE ALL ON licensewatch.resync_requests FROM PUBLIC;");

        source.requests = Optional.of(new RequestTable("mallory", false, List.of("PUBLIC"), true, false));
        assertThat(source.failures()).isEmpty();
        assertThat(source.notes()).singleElement().asString().contains("belongs to mallory");
    }

    @Test
    void a_missing_or_unusable_table_of_requests_is_a_note() {
        source.requests = Optional.empty();
        assertThat(source.notes()).singleElement().asString().contains("resync is not available until it exists");

        source.requests = Optional.of(new RequestTable("owner", true, List.of(), false, true));
        assertThat(source.notes())
                .singleElement()
                .asString()
                .contains("watch may not request resyncs", "GRANT USAGE ON SCHEMA");

        source.requests = Optional.of(new RequestTable("watch", false, List.of(), true, false));
        assertThat(source.notes())
                .singleElement()
                .asString()
                .contains("lacks licensewatch.resync_requests", "ALTER PUBLICATION \"licensewatch\" ADD TABLE");
        assertThat(source.failures()).isEmpty();
    }

    private void assertOneFailure(String detail, String remedy) {
        assertThat(source.failures())
                .singleElement()
                .satisfies(line ->
                        assertThat(line).contains(detail).contains("  ->  ").contains(remedy));
    }
}
