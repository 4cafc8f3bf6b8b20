package io.licensewatch.cdc;

import static io.licensewatch.cdc.testbed.CdcTestbed.awaitStreaming;
import static io.licensewatch.cdc.testbed.Fixture.TENANT_A;
import static io.licensewatch.cdc.testbed.Fixture.TENANT_B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.cdc.testbed.CdcTestbed;
import io.licensewatch.cdc.testbed.Fixture;
import io.licensewatch.cdc.testbed.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;

/**
 * CVE-2018-1058: whoever may create objects in a schema that is in our search_path could have us run them, as administrator
 * even. Here every function, operator, catalog and type of Postgres is overridden in two schemas that come first.
 */
class HostileSchemaIT {
    @RegisterExtension
    static final CdcTestbed testbed = new CdcTestbed();

    @Test
    void nothing_that_a_stranger_defined_is_run_by_any_command_or_by_the_feed() throws Exception {
        Source source = testbed.source(Fixture.tables());
        String role = "watch_" + source.database();
        source.execute(
                "CREATE TYPE tenant_status AS ENUM ('active', 'gone')",
                "ALTER TABLE tenants ALTER status TYPE tenant_status USING status::tenant_status",
                "CREATE DOMAIN row_id AS uuid",
                "ALTER TABLE user_roles ALTER id TYPE row_id",
                "ALTER TABLE tenants ENABLE ROW LEVEL SECURITY",
                "INSERT INTO tenants (id, name, status, subscription_end_date) VALUES ('" + TENANT_A
                        + "', 'a\\', 'active', '2026-04-03T02:01:00Z')",
                "INSERT INTO tenant_feature_grants (tenant_id, feature_id, grant_source, expires_at) VALUES ('"
                        + TENANT_A + "', gen_random_uuid(), 'direct', '2026-04-03')");
        setTraps(source, role);

        String admin = testbed.postgres().url("postgres", "x", source.database());
        assertThat(run(source, role, "prepare-source", "--postgres-admin-url=" + admin))
                .contains("CREATE ROLE");
        assertThat(run(source, role, "prepare-source", "--apply", "--postgres-admin-url=" + admin))
                .contains("done  create role");
        assertThat(run(source, role, "prepare-source", "--apply", "--postgres-admin-url=" + admin))
                .contains("done  let " + role);
        assertThat(run(source, role, "check")).endsWith("fit\n");
        try (Cdc cdc =
                testbed.cdc(source, Cdc.Start.CONTINUE, Map.of("licensewatch.postgres.url", url(source, role)))) {
            awaitStreaming(cdc);
            source.execute(
                    "INSERT INTO user_roles (tenant_id) VALUES ('" + TENANT_A + "')",
                    "INSERT INTO tenants (id, name, status, subscription_end_date) VALUES ('" + TENANT_B
                            + "', 'b', 'active', '2026-04-03T02:01:00Z')",
                    "UPDATE tenants SET status = 'gone'",
                    "INSERT INTO tenant_feature_grants (tenant_id, feature_id, grant_source, expires_at) VALUES ('"
                            + TENANT_B + "', gen_random_uuid(), 'direct', '2026-04-03')");
            testbed.awaitFrontier(source);
            assertThat(run(source, role, "resync", "--table=public.tenants", "--wait"))
                    .endsWith("done\n");
            assertThat(run(source, role, "resync", "--wait")).endsWith("done\n");
            assertThat(run(source, role, "check")).endsWith("fit\n");
        }

        for (String schema : List.of("public", "postgres", role)) {
            assertThat(source.value("SELECT is_called FROM \"" + schema + "\".trap"))
                    .isEqualTo("f");
        }
        assertThat(testbed.written(source).rows("tenants", "name"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(TENANT_A, "a\\", TENANT_B, "b"));
        assertThat(testbed.written(source).rows("tenants", "status").values()).containsOnly("gone");
        assertThat(testbed.written(source)
                        .rows("tenants", "subscription_end_date")
                        .values())
                .containsOnly("2026-04-03T02:01:00.000000Z");
        assertThat(testbed.written(source)
                        .rows("tenant_feature_grants", "expires_at")
                        .values())
                .hasSize(2)
                .containsOnly("20546"); // days since 1970
        assertThat(testbed.written(source).rows("user_roles", "tenant_id").values())
                .containsExactly(TENANT_A);
        assertThatTheTrapWorks(source);
    }

    private static void setTraps(Source source, String role) throws Exception {
        String[] defaults = {
            "search_path = \"$user\", public, pg_catalog",
            "standard_conforming_strings = off",
            "row_security = off",
            "quote_all_identifiers = on",
            "datestyle = 'SQL, DMY'",
            "intervalstyle = sql_standard",
            "extra_float_digits = -15",
            "bytea_output = escape",
            "timezone = 'Asia/Kathmandu'",
            "idle_in_transaction_session_timeout = '1ms'"
        };
        try (Connection connection = testbed.postgres().connect(source.database());
                Statement statement = connection.createStatement()) {
            statement.execute(hostile());
            for (String schema : List.of("public", "postgres", role)) {
                statement.execute("CREATE SCHEMA IF NOT EXISTS \"" + schema + "\"");
                statement.execute("SELECT pg_temp.set_trap('" + schema + "')");
            }
            for (String value : defaults) {
                statement.execute("ALTER DATABASE " + source.database() + " SET " + value);
                statement.execute("ALTER ROLE postgres IN DATABASE " + source.database() + " SET " + value);
            }
        }
    }

    private static void assertThatTheTrapWorks(Source source) throws SQLException {
        String plain = "jdbc:postgresql://127.0.0.1:" + testbed.postgres().port() + "/" + source.database();
        try (Connection connection = DriverManager.getConnection(plain, "postgres", "");
                Statement statement = connection.createStatement()) {
            for (String sql : List.of(
                    "SELECT 1 + 1", "SELECT current_setting('wal_level')", "SELECT 'a'::text", "TABLE pg_class")) {
                assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining("trap: ");
            }
        }
        assertThat(source.value("SELECT is_called FROM postgres.trap")).isEqualTo("t");
    }

    private static String hostile() throws IOException {
        try (InputStream in = HostileSchemaIT.class.getResourceAsStream("hostile.sql")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What a command prints that succeeds. */
    private static String run(Source source, String role, String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                command,
                "--postgres-url=" + url(source, role),
                "--postgres-slot=" + source.database(),
                "--topics-prefix=" + source.database(),
                "--kafka-bootstrap-servers=" + testbed.kafka().bootstrapServers()));
        arguments.addAll(Arrays.asList(more));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = CdcMain.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        assertThat(line.execute(arguments.toArray(String[]::new)))
                .as("%s%s", out, err)
                .isZero();
        return out.toString();
    }

    private static String url(Source source, String role) {
        return testbed.postgres().url(role, "x", source.database());
    }
}
