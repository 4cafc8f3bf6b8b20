package io.licensewatch.worker.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The worker's role can call only its functions, and nobody can replace their behaviour. */
class PrivilegesIT {
    @RegisterExtension
    static final Postgres postgres = new Postgres();

    @Test
    void the_worker_can_access_no_table_and_call_no_other_function() throws Exception {
        Source source = postgres.prepared(Family.STEWARDTRACK);
        List<String> tables = source.values("""
                SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'm') AND n.nspname IN ('public', 'auth', 'licensewatch')""");
        List<String> functions = source.values("""
                SELECT p.proname || '(' || (SELECT coalesce(string_agg('NULL::' || format_type(a, NULL), ', '), '')
                    FROM unnest(p.proargtypes) a) || ')'
                FROM pg_proc p WHERE p.pronamespace = 'licensewatch'::regnamespace AND p.prorettype <> 'trigger'::regtype
                AND p.proname NOT LIKE 'worker\\_%'""");
        assertThat(tables).hasSizeGreaterThan(25);
        assertThat(functions)
                .hasSizeGreaterThan(50)
                .anyMatch(f -> f.startsWith("resume("))
                .anyMatch(f -> f.startsWith("do_"));
        try (Connection connection = source.connectAs(Source.WORKER);
                Statement statement = connection.createStatement()) {
            for (String table : tables) {
                for (String sql : List.of("SELECT FROM ", "DELETE FROM ", "TRUNCATE ")) {
                    assertThatThrownBy(() -> statement.execute(sql + table))
                            .as(sql + table)
                            .matches(PrivilegesIT::isRefused);
                }
                assertThatThrownBy(() -> statement.execute("INSERT INTO " + table + " DEFAULT VALUES"))
                        .as(table)
                        .matches(PrivilegesIT::isRefused);
            }
            for (String function : functions) {
                assertThatThrownBy(() -> statement.execute("SELECT licensewatch." + function))
                        .as(function)
                        .hasMessageContaining("permission denied for function");
            }
            for (String sql : List.of(
                    "CREATE TABLE licensewatch.x ()",
                    "CREATE SCHEMA x",
                    "CREATE TABLE public.x ()",
                    "SET ROLE postgres")) {
                assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining("permission denied");
            }
            assertThat(Source.values(connection, "SELECT licensewatch.worker_status()"))
                    .hasSize(1);
        }
        assertThat(source.values("""
                SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid WHERE m.member = 'licensewatch_worker'::regrole""")).isEmpty();
    }

    @Test
    void objects_with_the_same_names_in_other_schemas_are_not_used() throws Exception {
        Source source = postgres.prepared(Family.STEWARDTRACK);
        source.execute(
                "CREATE SCHEMA hostile",
                "GRANT ALL ON SCHEMA hostile, public TO PUBLIC",
                "CREATE TABLE hostile.sprung (what text)",
                "GRANT ALL ON hostile.sprung TO PUBLIC");
        for (String schema : List.of("public", "hostile")) {
            source.execute(
                    trap(schema, "lower(text) RETURNS text", "$1"),
                    trap(schema, "clock_timestamp() RETURNS timestamptz", "'-infinity'::timestamptz"),
                    trap(schema, "jsonb_exists(jsonb, text) RETURNS boolean", "true"),
                    trap(schema, "current_setting(text) RETURNS text", "'read committed'"),
                    trap(schema, "same(text, text) RETURNS boolean", "true"),
                    trap(schema, "pg_logical_emit_message(boolean, text, text) RETURNS pg_lsn", "NULL::pg_lsn"),
                    "CREATE OPERATOR " + schema + ".= (LEFTARG = text, RIGHTARG = text, FUNCTION = " + schema
                            + ".same)");
        }
        TestCommand command = EffectsIT.grantMissing(Family.STEWARDTRACK);
        try (Connection connection = source.connectAs(Source.WORKER);
                Statement statement = connection.createStatement();
                Commands commands = new Commands(source, connection)) {
            statement.execute("SET search_path = hostile, public, pg_catalog");
            statement.execute("CREATE TEMPORARY TABLE ledger (command_id text)");
            assertThat(Source.values(connection, "SELECT pg_catalog.count(*) FROM hostile.sprung"))
                    .containsExactly("0");
            commands.receive(command);
            assertThat(commands.advance(command)).isEqualTo("APPLIED");
        }
        assertThat(source.values("SELECT what FROM hostile.sprung")).isEmpty();
        assertThat(source.value("SELECT hostile.lower('X')")).isEqualTo("X");
        assertThat(source.values("SELECT what FROM hostile.sprung"))
                .as("the trap works")
                .hasSize(1);
    }

    /** Nobody can write views. */
    private static boolean isRefused(Throwable e) {
        String words = String.valueOf(e.getMessage());
        return words.contains("permission denied")
                || words.contains("materialized view")
                || words.contains("is not a table");
    }

    private static String trap(String schema, String signature, String value) {
        return "CREATE FUNCTION " + schema + "." + signature
                + " LANGUAGE sql AS $$ INSERT INTO hostile.sprung VALUES ('x'); SELECT " + value + "$$";
    }

    @Test
    void another_isolation_level_is_refused() throws Exception {
        Source source = postgres.prepared(Family.STEWARDTRACK);
        try (Commands commands = source.commands()) {
            commands.connection().setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            TestCommand command = EffectsIT.complete();
            assertThatThrownBy(() -> commands.receive(command)).hasMessageContaining("must be read committed");
            assertThatThrownBy(() -> commands.advance(command)).hasMessageContaining("must be read committed");
        }
    }

    @Test
    void history_is_append_only_and_transitions_are_checked_even_for_the_owner() throws Exception {
        Source source = postgres.prepared(Family.STEWARDTRACK);
        TestCommand command = EffectsIT.complete();
        try (Commands commands = source.commands()) {
            commands.run(command);
        }
        assertThatThrownBy(() -> source.execute("UPDATE licensewatch.ledger SET state = 'ISSUED'"))
                .hasMessageContaining("cannot go from APPLIED to ISSUED");
        assertThatThrownBy(() -> source.execute("DELETE FROM licensewatch.ledger_history"))
                .hasMessageContaining("append only");
        assertThatThrownBy(() -> source.execute("UPDATE licensewatch.ledger_history SET n = n"))
                .hasMessageContaining("append only");
        assertThatThrownBy(() -> source.execute("TRUNCATE licensewatch.ledger CASCADE"))
                .hasMessageContaining("append only");
    }
}
