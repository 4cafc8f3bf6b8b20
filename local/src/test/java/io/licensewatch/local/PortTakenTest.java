package io.licensewatch.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.runtime.process.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A port for metrics and health that is taken is noticed before anything else happens: no member joins a group and leaves again. */
class PortTakenTest {
    private final ServerSocket taken = listening();
    /** In place of Postgres and Kafka. */
    private final ServerSocket server = listening();

    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    @AfterEach
    void close() throws IOException {
        taken.close();
        server.close();
    }

    @Test
    void streams_ends_before_it_connects_to_kafka() throws Exception {
        assertThat(execute("streams", "--kafka-bootstrap-servers", address(), "--http-port", port()))
                .isEqualTo(ExitCode.CHECKS_FAILED);
        assertTold("licensewatch.http.port");
    }

    @Test
    void cdc_ends_before_it_connects_to_postgres_or_kafka() throws Exception {
        assertThat(execute(
                        "cdc",
                        "--kafka-bootstrap-servers",
                        address(),
                        "--postgres-host",
                        "127.0.0.1",
                        "--postgres-port",
                        Integer.toString(server.getLocalPort()),
                        "--postgres-database",
                        "saas",
                        "--http-port",
                        port()))
                .isEqualTo(ExitCode.CHECKS_FAILED);
        assertTold("licensewatch.http.port");
    }

    @Test
    void local_ends_before_it_starts_anything() throws Exception {
        Path state = directory.resolve("state");
        assertThat(execute("local", "--http-port", port(), "--data-dir", state.toString()))
                .isEqualTo(ExitCode.CHECKS_FAILED);
        assertTold("--http-port");
        assertThat(state).doesNotExist();
    }

    private void assertTold(String setting) throws IOException {
        assertThat(err.toString()).contains(port(), setting).doesNotContain("\tat ");
        server.setSoTimeout(1);
        assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
    }

    private int execute(String... arguments) {
        return Main.commandLine().setErr(new PrintWriter(err)).execute(arguments);
    }

    private String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private String port() {
        return Integer.toString(taken.getLocalPort());
    }

    private static ServerSocket listening() {
        try {
            return new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
