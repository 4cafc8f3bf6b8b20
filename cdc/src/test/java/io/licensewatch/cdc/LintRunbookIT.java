package io.licensewatch.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.cdc.testbed.CdcTestbed;
import io.licensewatch.cdc.testbed.Fixture;
import io.licensewatch.cdc.testbed.Source;
import io.licensewatch.schemas.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The lint of runbooks against a real Postgres: what it finds, what it says it cannot know, and that it changes nothing. */
class LintRunbookIT {
    private static final String[] MORE = {
        "CREATE SCHEMA auth",
        "CREATE TABLE auth.users (id uuid PRIMARY KEY, email text, last_sign_in_at timestamptz)",
        "CREATE TABLE license_feature_bundle_items (id uuid PRIMARY KEY, bundle_id uuid, feature_id uuid)",
        "CREATE TYPE mood AS ENUM ('good', 'bad')",
        "CREATE TABLE notes (id int PRIMARY KEY, mood mood, data jsonb)",
        "CREATE MATERIALIZED VIEW effective AS SELECT user_id, role_id FROM user_roles",
        "CREATE FUNCTION touch() RETURNS int LANGUAGE sql AS 'DELETE FROM notes; SELECT 1'",
        "CREATE FUNCTION seats_of(tenant uuid) RETURNS SETOF user_roles LANGUAGE sql AS 'SELECT * FROM user_roles'",
        "CREATE SEQUENCE tickets",
        "INSERT INTO notes VALUES (1, 'good', '{}')",
    };

    @RegisterExtension
    static final CdcTestbed testbed = new CdcTestbed();

    @TempDir
    private static Path directory;

    private static Source source;

    private record Answer(int exitCode, String out, String err) {
        List<String> lines() {
            return out.lines().map(line -> line.replaceFirst(".*/x.md: ?", "")).toList();
        }
    }

    @BeforeAll
    static void makeSource() throws Exception {
        source = testbed.source(
                Stream.concat(Stream.of(Fixture.tables()), Stream.of(MORE)).toArray(String[]::new));
    }

    @Test
    void a_runbook_that_names_what_is_there_is_right() throws Exception {
        Answer answer = lint("""
                ```sql
                SELECT u.id, count(*) FROM auth.users u JOIN user_roles ur ON ur.user_id = u.id
                  WHERE ur.tenant_id = 'TENANT_ID' AND u.last_sign_in_at < now() - INTERVAL '90 days' GROUP BY u.id;
                UPDATE tenants SET status = 'active' WHERE id = :id OR id = $1 OR id = <TENANT_ID> OR id = {{tenant}};
                SELECT data ? 'a', data ->> 'b' FROM notes WHERE id = ? AND mood = 'good';
                WITH gone AS (DELETE FROM notes WHERE id = :'id' RETURNING *) SELECT * FROM gone;
                EXPLAIN (ANALYZE) SELECT * FROM seats_of('TENANT_ID');
                SELECT 'tenants'::regclass, date 'YYYY-MM-DD', 'X'::uuid, '{}'::jsonb @> '{"a": 1}';
                CREATE INDEX CONCURRENTLY i ON tenants (lower(name), status) WHERE deleted_at IS NULL;
                REFRESH MATERIALIZED VIEW CONCURRENTLY effective;
                VACUUM ANALYZE tenants (name);
                COPY tenants (id, name) TO STDOUT;
                \\copy (SELECT id FROM tenants) to 'x.csv'
                \\d+ tenants
                BEGIN; ALTER TABLE notes ADD COLUMN author text; COMMIT;
                TABLE notes;
                ```
                """);
        assertThat(answer.lines()).containsExactly("16 statements, 0 faults, 0 not checked");
        assertThat(answer.exitCode()).isZero();
    }

    @Test
    void every_fault_of_a_statement_is_named_with_what_was_meant() throws Exception {
        Answer answer = lint("""
                Some words.

                > 1. Do
                >    ```sql
                >    UPDATE auth.users SET is_active = false, emial = 'a'
                >    WHERE id IN (SELECT userid FROM user_roles WHERE tennant_id = 'TENANT_ID');
                >    ```

                ```sql
                INSERT INTO tenant_feature_grants (tenant_id, feature_id, granted_at, is_active)
                SELECT 'TENANT_ID', feature_id, now(), nothing FROM license_feature_bundle_item b
                WHERE bundle_id = 'X' AND b.other IS NULL ON CONFLICT DO NOTHING;
                SELECT t.nam, grps.x FROM tenants t WHERE t.id = detect_mismatches(1) AND t.status::moood = 'a'
                  AND nowhere.f(1) IS NULL AND t.created_at < nows();
                SELECT * FROM seats_off('T') WHERE a = 1;
                SELECT * FROM seats_of(1, 2);
                DELETE FROM role_bindings WHERE role_id = 'R' AND id IN (SELECT surface FROM tenants);
                SELECT id FROM notes WHERE mood = 'awful';
                SELECT 'tenant'::regclass;
                ```
                """);
        assertThat(answer.lines())
                .containsExactly(
                        "5:28: column \"is_active\" of table \"users\" does not exist",
                        "5:47: column \"emial\" of table \"users\" does not exist (did you mean users.email?)",
                        "6:26: column \"userid\" does not exist (did you mean user_roles.user_id?)",
                        "6:55: column \"tennant_id\" does not exist (did you mean user_roles.tenant_id?)",
                        "10:59: column \"granted_at\" of table \"tenant_feature_grants\" does not exist",
                        "10:71: column \"is_active\" of table \"tenant_feature_grants\" does not exist",
                        "11:21: not checked: columns feature_id, nothing, bundle_id, b.other: may be of license_feature_bundle_item, whose columns are not known",
                        "11:53: table \"license_feature_bundle_item\" does not exist (did you mean license_feature_bundle_items?)",
                        "13:8: column \"t.nam\" of table \"tenants\" does not exist (did you mean tenants.name?)",
                        "13:15: missing FROM-clause entry for table \"grps\"",
                        "13:50: function \"detect_mismatches\" does not exist",
                        "13:85: type \"moood\" does not exist",
                        "14:7: schema \"nowhere\" does not exist, and so not \"nowhere.f\"",
                        "14:47: function \"nows\" does not exist",
                        "15:15: function \"seats_off\" does not exist (did you mean seats_of?)",
                        "15:36: not checked: column a: may be of seats_off, whose columns are not known",
                        "16:15: function seats_of(integer, integer) does not exist; there is seats_of(tenant uuid)",
                        "17:13: table \"role_bindings\" does not exist",
                        "17:33: not checked: columns role_id, surface, id: may be of role_bindings, whose columns are not known",
                        "18:35: invalid input value for enum mood: \"awful\"",
                        "19:8: relation \"tenant\" does not exist (did you mean tenants?)",
                        "8 statements, 18 faults, 3 not checked");
        assertThat(answer.exitCode()).isEqualTo(3);
    }

    @Test
    void names_in_statements_that_postgres_does_not_analyse_are_looked_up() throws Exception {
        Answer answer = lint("""
                ```sql
                DROP INDEX IF EXISTS some_index;
                DROP INDEX some_index;
                REFRESH MATERIALIZED VIEW effectiv;
                REFRESH MATERIALIZED VIEW tenants;
                CREATE UNIQUE INDEX some_index ON effective (unique_id, lower(x)) WHERE y;
                ALTER TABLE tenants DROP COLUMN statuss, ADD COLUMN extra int, ALTER extra SET NOT NULL;
                TRUNCATE tenant, notes;
                VACUUM (FULL) tenant;
                COPY notes (id, body) FROM STDIN;
                1	x
                \\.
                GRANT SELECT ON TABLE tenant TO somebody;
                CALL refresh();
                COMMENT ON COLUMN notes.body IS 'x';
                \\d tenant
                \\df touched
                ```
                """);
        assertThat(answer.lines())
                .containsExactly(
                        "2:22: note: index \"some_index\" does not exist, which this statement allows",
                        "3:12: index \"some_index\" does not exist",
                        "4:27: materialized view \"effectiv\" does not exist (did you mean effective?)",
                        "5:27: \"tenants\" is a table, not a materialized view",
                        "6:46: column \"unique_id\" of materialized view \"effective\" does not exist",
                        "6:63: column \"x\" does not exist",
                        "6:73: column \"y\" does not exist",
                        "7:33: column \"statuss\" of table \"tenants\" does not exist (did you mean tenants.status?)",
                        "7:70: not checked: column \"tenants.extra\" does not exist yet: this file makes it in line 7",
                        "8:10: table \"tenant\" does not exist (did you mean tenants?)",
                        "9:15: table \"tenant\" does not exist (did you mean tenants?)",
                        "10:17: column \"body\" of table \"notes\" does not exist",
                        "13:23: table \"tenant\" does not exist (did you mean tenants?)",
                        "14:6: function \"refresh\" does not exist",
                        "15:25: column \"body\" of table \"notes\" does not exist",
                        "16:4: table \"tenant\" does not exist (did you mean tenants?)",
                        "17:5: function \"touched\" does not exist (did you mean touch?)",
                        "14 statements, 15 faults, 1 not checked");
    }

    @Test
    void what_cannot_be_checked_is_said() throws Exception {
        String markdown = """
                ```sql
                DO $$ BEGIN DELETE FROM nowhere; END $$;
                SELECT * FROM :table;
                SELECT FROM WHERE;
                CREATE TEMP TABLE mine AS SELECT id FROM tenants;
                SELECT * FROM mine;
                \\i other.sql
                ```
                ```bash
                psql -f other.sql
                ```
                """;
        Answer answer = lint(markdown);
        assertThat(answer.lines())
                .containsExactly(
                        "2:1: not checked: DO holds a program, which Postgres reads when it runs it",
                        "3:15: not checked: syntax error at or near \"$1\"; a placeholder may be where a value cannot be",
                        "4:13: not checked: syntax error at or near \"WHERE\"",
                        "6:15: not checked: table \"mine\" does not exist yet: this file makes it in line 5",
                        "7:1: not checked: the file that \\i reads",
                        "10:9: not checked: the file other.sql, which psql reads",
                        "6 statements, 0 faults, 6 not checked");
        assertThat(answer.exitCode()).isEqualTo(3);
        assertThat(lint(markdown, "--allow-unchecked").exitCode()).isZero();
    }

    @Test
    void nothing_is_executed() throws Exception {
        String before = fingerprint();
        Answer answer = lint("""
                ```sql
                DELETE FROM notes;
                SELECT touch();
                DROP TABLE notes;
                SELECT 1; DROP TABLE notes;
                SELECT 1 /* ; */ ; COMMIT; DROP TABLE notes; --
                SELECT 'a\\'; DROP TABLE notes; --';
                SELECT $a$;$a$; COMMIT; TRUNCATE notes;
                SELECT (1; DROP TABLE notes);
                EXPLAIN ANALYZE DELETE FROM notes;
                WITH x AS (DELETE FROM notes RETURNING 1) SELECT * FROM x;
                SELECT nextval('tickets'), setval('tickets', 7);
                SELECT pg_terminate_backend(pg_backend_pid());
                SELECT pg_sleep(100);
                CALL touch();
                DO $$ BEGIN DELETE FROM notes; END $$;
                CREATE TABLE made AS SELECT touch();
                COPY notes TO PROGRAM 'false';
                SELECT {fn touch()};
                COMMIT AND CHAIN; DELETE FROM notes;
                \\! touch made
                ```
                """);
        assertThat(answer.exitCode()).isEqualTo(3);
        assertThat(fingerprint()).isEqualTo(before);
    }

    private static String fingerprint() throws Exception {
        return source.value("""
                SELECT (SELECT count(*) FROM notes) || ' ' || (SELECT last_value || ' ' || is_called FROM tickets) || ' '
                    || string_agg(relname, ',' ORDER BY relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace""");
    }

    @Test
    void a_login_that_may_only_connect_is_reported_with_what_it_may_not_read() throws Exception {
        source.execute("CREATE ROLE guest LOGIN");
        Answer answer = lintAs("guest", """
                ```sql
                SELECT id, emial FROM auth.users;
                SELECT nam FROM tenants;
                SELECT * FROM tenantss;
                ```
                """);
        assertThat(answer.lines())
                .containsExactly(
                        "2:8: not checked: columns id, emial: may be of auth.users, whose columns are not known",
                        "2:23: not checked: \"auth.users\": permission denied for schema auth (this login may not see it; give one that may)",
                        "3:8: column \"nam\" of table \"tenants\" does not exist (did you mean tenants.name?)",
                        "4:15: table \"tenantss\" does not exist (did you mean tenants?)",
                        "3 statements, 2 faults, 2 not checked");
        assertThat(answer.exitCode()).isEqualTo(3);
    }

    @Test
    void unreachable_sources_refused_logins_and_missing_files_have_their_own_exit_codes() throws Exception {
        Path file = Files.writeString(directory.resolve("x.md"), "`SELECT 1`");
        Answer away = run(file.toString(), "--source", "postgresql://u:hunter2@127.0.0.1:1/d");
        assertThat(away.exitCode()).isEqualTo(1);
        assertThat(away.err()).contains("cannot reach u@127.0.0.1:1/d").doesNotContain("hunter2");

        Answer refused = run(file.toString(), "--source", url("nobody"));
        assertThat(refused.exitCode()).isEqualTo(4);

        Answer malformed = run(file.toString(), "--source", "mysql://u:hunter2@h/d");
        assertThat(malformed.exitCode()).isEqualTo(2);
        assertThat(malformed.err())
                .contains("wrong --source: not a Postgres URL")
                .doesNotContain("hunter2");

        assertThat(run("--source", url("postgres")).exitCode()).isEqualTo(2);
        assertThat(run(directory.resolve("none.md").toString(), "--source", url("postgres"))
                        .exitCode())
                .isEqualTo(1);
    }

    @Test
    void json_has_what_the_text_says() throws Exception {
        Answer answer = lint("`SELECT nam FROM tenants`", "--format", "json");
        JsonNode file = Json.MAPPER.readTree(answer.out()).get("files").get(0);
        assertThat(file.get("statements").asInt()).isEqualTo(1);
        JsonNode remark = file.get("remarks").get(0);
        assertThat(remark.get("place").get("column").asInt()).isEqualTo(9);
        assertThat(remark.get("verdict").asText()).isEqualTo("FAULT");
        assertThat(remark.get("what").asText()).isEqualTo("COLUMN");
        assertThat(remark.get("suggestion").asText()).isEqualTo("tenants.name");
    }

    private static Answer lint(String markdown, String... more) throws Exception {
        return lintAs("postgres", markdown, more);
    }

    private static Answer lintAs(String user, String markdown, String... more) throws Exception {
        Path file = Files.writeString(Files.createTempDirectory(directory, "t").resolve("x.md"), markdown);
        List<String> arguments = new ArrayList<>(List.of(file.toString(), "--source", url(user)));
        arguments.addAll(List.of(more));
        Answer answer = run(arguments.toArray(String[]::new));
        assertThat(answer.err()).isEmpty();
        return answer;
    }

    private static Answer run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line =
                LintRunbookCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = line.execute(arguments);
        return new Answer(exitCode, out.toString(), err.toString());
    }

    private static String url(String user) {
        return testbed.postgres().url(user, "x", source.database());
    }
}
