package io.licensewatch.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.prepare.Preparation;
import io.licensewatch.cdc.prepare.PreparedSource;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.cdc.testbed.CdcTestbed;
import io.licensewatch.cdc.testbed.Source;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Names of roles, columns and publications that hold whatever Postgres lets them hold. They name, and do nothing else. */
class NamesIT {
    private static final List<String> PIECES = List.of(
            "\"",
            "'",
            "\\",
            "\n",
            "\r\n",
            ";",
            "--",
            "/*",
            "*/",
            "$$",
            ":'password'",
            ":password",
            "?",
            "%s",
            "{d",
            "}",
            "\t",
            " ",
            "\u00e9",
            "\u4e2d",
            "\ud83d\ude00",
            "\u202e",
            "\u0085",
            "\u2028",
            "\u00a0",
            "U&\"",
            "a",
            "B",
            "\\!",
            "\\q",
            "{0}");
    private static final long SEED = Long.getLong("licensewatch.seed", System.nanoTime());
    private static final String INJECTION = "\nALTER ROLE postgres CONNECTION LIMIT 3; --";

    @RegisterExtension
    static final CdcTestbed testbed = new CdcTestbed();

    static Stream<String> names() {
        Random random = new Random(SEED);
        Stream<String> drawn =
                Stream.generate(() -> drawn(random)).limit(Boolean.getBoolean("licensewatch.long") ? 300 : 12);
        return Stream.concat(
                Stream.of(
                        "w" + INJECTION,
                        "\"" + INJECTION,
                        "w\\",
                        "w PASSWORD :'password';",
                        "w'; ALTER ROLE postgres CONNECTION LIMIT 3; --",
                        "x\"; ALTER ROLE postgres CONNECTION LIMIT 3; --"),
                drawn);
    }

    private static String drawn(Random random) {
        StringBuilder name = new StringBuilder("n");
        for (int i = 1 + random.nextInt(9); i > 0; i--) {
            name.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return name.append('z').toString(); // settings are trimmed
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_role_and_a_column_of_any_name_are_prepared_by_what_is_printed_and_by_apply(String name) throws Exception {
        Source source = sourceWithColumn(name);
        String role = source.database().replace("source", "r") + name;
        String printed = prepare(source, role);

        run(source, withPassword(printed));
        assertPrepared(source, role, name);
        assertThat(prepare(source, role, "--apply")).contains("done  set its password");
        assertPrepared(source, role, name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_publication_of_any_name_is_made(String name) throws Exception {
        Source source = sourceWithColumn(name);
        try (Connection connection = admin(source).connect()) {
            PreparedSource prepared = new PreparedSource(connection);
            String role = "p" + source.database();
            prepared.apply(
                    Preparation.steps(prepared.facts("s", name), role, false, name),
                    role,
                    "x",
                    step -> {},
                    (step, why) -> {});

            assertThat(count(
                            connection,
                            "SELECT count(*) FROM pg_publication_tables WHERE tablename = 'tenants' AND pubname = ?",
                            name))
                    .isEqualTo(1);
            assertThat(Preparation.steps(prepared.facts("s", name), role, true, name))
                    .noneMatch(step -> step.sql().contains("PUBLICATION"));
        }
        assertNothingElseHappened(source);
    }

    private static Source sourceWithColumn(String name) throws SQLException {
        Source source = testbed.source();
        source.execute("CREATE TABLE tenants (id uuid NOT NULL, name text, \"" + name.replace("\"", "\"\"")
                + "\" int NOT NULL, PRIMARY KEY (id, \"" + name.replace("\"", "\"\"") + "\"))");
        return source;
    }

    private static String prepare(Source source, String role, String... more) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = CdcMain.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] arguments = Stream.concat(
                        Stream.of(
                                "prepare-source",
                                "--postgres-admin-url=" + testbed.postgres().url("postgres", "x", source.database()),
                                "--postgres-password=x",
                                "--postgres-user=" + role),
                        Stream.of(more))
                .toArray(String[]::new);
        assertThat(line.execute(arguments)).as("%s%s", out, err).isZero();
        return out.toString();
    }

    /** As psql puts it in: not inside of quotes. */
    private static String withPassword(String printed) {
        return printed.replaceAll("(?m) PASSWORD :'password';$", " PASSWORD 'x';");
    }

    /** As psql reads a file, comments and all. */
    private static void run(Source source, String script) throws SQLException {
        try (Connection connection = admin(source).connect();
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(script);
        }
    }

    private static void assertPrepared(Source source, String role, String column) throws SQLException {
        try (Connection connection = admin(source).connect()) {
            assertThat(count(connection, "SELECT count(*) FROM pg_roles WHERE rolreplication AND rolname = ?", role))
                    .isEqualTo(1);
            assertThat(count(
                            connection,
                            "SELECT count(*) FROM pg_authid WHERE rolpassword LIKE 'SCRAM-SHA-256$%' AND rolname = ?",
                            role))
                    .isEqualTo(1);
            assertThat(count(
                            connection,
                            "SELECT count(*) FROM pg_attribute WHERE attrelid = 'public.tenants'::regclass AND attnum > 0"
                                    + " AND has_column_privilege(?, attrelid, attnum, 'SELECT')",
                            role))
                    .as("columns that " + role + " reads, with " + column)
                    .isEqualTo(3);
        }
        assertNothingElseHappened(source);
    }

    private static void assertNothingElseHappened(Source source) throws SQLException {
        assertThat(source.value("SELECT rolconnlimit FROM pg_roles WHERE rolname = 'postgres'"))
                .isEqualTo("-1");
    }

    private static long count(Connection connection, String sql, String parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static PostgresAddress admin(Source source) {
        return PostgresAddress.parse(testbed.postgres().url("postgres", "x", source.database()));
    }
}
