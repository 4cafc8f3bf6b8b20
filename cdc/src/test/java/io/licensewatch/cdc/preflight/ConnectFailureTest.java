package io.licensewatch.cdc.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.cdc.source.RefusingServer;
import io.licensewatch.cdc.source.SessionSettings;
import io.licensewatch.embedded.Ports;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** With the driver's own exceptions, most of them from a server that refuses. */
class ConnectFailureTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            28P01 | password authentication failed for user "watch"                  | PASSWORD    | licensewatch.postgres.user and password
            28000 | no pg_hba.conf entry for host "10.0.0.7", user "watch", database "app", no encryption | NO_ENTRY | licensewatch.postgres.sslmode
            28000 | role "watch" does not exist                                      | NO_ENTRY    | prepare-source creates the role
            3D000 | database "app" does not exist                                    | NO_DATABASE | licensewatch.postgres.database
            42501 | permission denied for database "app"                             | NOT_GRANTED | prepare-source
            08P01 | unsupported startup parameter: options                           | POOLER      | not through a pooler
            08P01 | unsupported startup parameter in options: search_path            | POOLER      | not through a pooler
            53300 | sorry, too many clients already                                  | BUSY        | max_connections
            57P03 | the database system is starting up                               | STARTING    | wait until Postgres has started
            XX000 | Tenant or user not found, the hostname is a certificate of SSL   | OTHER       | licensewatch.postgres.host and port
            """)
    void what_the_server_answers_is_judged_by_its_sqlstate(
            String state, String message, ConnectFailure expected, String remedy) {
        try (RefusingServer server = new RefusingServer(state, message)) {
            PostgresAddress address = address("127.0.0.1", server.port(), "prefer", "secret");

            SQLException refusal = refusal(address);

            assertThat(ConnectFailure.of(refusal, address)).isEqualTo(expected);
            assertThat(Survey.unreachable(address, refusal).toString())
                    .contains("refuses the login: FATAL: " + message)
                    .contains(remedy)
                    .doesNotContain("secret")
                    .hasLineCount(1);
        }
    }

    @Test
    void a_refused_connection_is_not_reported_as_an_encryption_problem() {
        int port = Ports.free();
        PostgresAddress address = address("127.0.0.1", port, "verify-full", "secret");

        assertThat(Survey.unreachable(address, refusal(address)))
                .hasToString("FAIL  postgres: cannot reach watch@127.0.0.1:" + port + "/app: nothing listens there"
                        + " (connection refused)  ->  start Postgres, or set licensewatch.postgres.host and port");
    }

    @Test
    void an_unknown_host_is_reported_as_such() {
        PostgresAddress address = address("no-such-host.invalid", 5432, "require", "secret");

        assertThat(Survey.unreachable(address, refusal(address)).toString())
                .contains("the host name cannot be resolved  ->  set licensewatch.postgres.host to a name that");
    }

    @Test
    void a_server_without_ssl_is_about_encryption_when_we_want_it() {
        try (RefusingServer server = new RefusingServer("28P01", "not reached")) {
            PostgresAddress address = address("127.0.0.1", server.port(), "require", "secret");

            assertThat(Survey.unreachable(address, refusal(address)).toString())
                    .contains("The server does not support SSL.")
                    .contains("set licensewatch.postgres.sslmode and sslrootcert to what the server offers");
        }
    }

    /** As pgjdbc throws them; SecretsIT meets the first and the second with real certificates. */
    @Test
    void what_the_driver_finds_is_judged_by_its_cause() {
        assertThat(of("SSL error: PKIX path building failed", "08006", new SSLHandshakeException("PKIX"), "verify-ca"))
                .isEqualTo(ConnectFailure.ENCRYPTION);
        assertThat(of("The hostname db could not be verified by hostnameverifier x.", "08006", null, "verify-full"))
                .isEqualTo(ConnectFailure.ENCRYPTION);
        assertThat(of("Could not open SSL root certificate file x.", "08006", new FileNotFoundException(), "verify-ca"))
                .isEqualTo(ConnectFailure.ENCRYPTION);
        assertThat(of("The connection attempt failed.", "08001", new SocketTimeoutException(), "require"))
                .isEqualTo(ConnectFailure.NO_ANSWER);
        assertThat(of("An I/O error occurred while sending to the backend.", "08006", new IOException(), "require"))
                .isEqualTo(ConnectFailure.OTHER);
        assertThat(of("Protocol error.  Session setup failed.", "08P01", null, "prefer"))
                .isEqualTo(ConnectFailure.OTHER);
        assertThat(ConnectFailure.of(new SessionSettings.Dropped("public"), address("db", 1, "prefer", "x")))
                .isEqualTo(ConnectFailure.POOLER);
    }

    @Test
    void a_password_that_is_not_given_is_one_that_is_missing() {
        PSQLException asked = new PSQLException(
                "The server requested SCRAM-based authentication, but no password was provided.",
                PSQLState.CONNECTION_REJECTED);

        assertThat(ConnectFailure.of(asked, address("db", 1, "require", ""))).isEqualTo(ConnectFailure.PASSWORD);
    }

    @Test
    void an_administrators_url_is_named_where_it_is_to_be_changed() {
        SQLException e = new SQLException("database \"x\" does not exist", "3D000");

        assertThat(Survey.unreachable(address("db", 1, "prefer", "x"), e, "licensewatch.postgres.admin-url")
                        .remedy())
                .isEqualTo("set database in licensewatch.postgres.admin-url");
    }

    private static ConnectFailure of(String message, String state, @Nullable Exception cause, String sslMode) {
        PSQLState known = switch (state) {
            case "08001" -> PSQLState.CONNECTION_UNABLE_TO_CONNECT;
            case "08006" -> PSQLState.CONNECTION_FAILURE;
            default -> PSQLState.PROTOCOL_VIOLATION;
        };
        return ConnectFailure.of(new PSQLException(message, known, cause), address("db", 5432, sslMode, "x"));
    }

    private static SQLException refusal(PostgresAddress address) {
        return catchThrowableOfType(SQLException.class, () -> address.connect().close());
    }

    private static PostgresAddress address(String host, int port, String sslMode, String password) {
        return new PostgresAddress(host, port, "app", "watch", password, sslMode, null);
    }
}
