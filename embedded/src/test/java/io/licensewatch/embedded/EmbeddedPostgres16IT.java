package io.licensewatch.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgres16IT {
    @TempDir
    Path directory;

    @Test
    void is_a_postgres_16_with_logical_replication() throws Exception {
        try (EmbeddedPostgres16 postgres = start()) {
            assertThat(ask(postgres, "SHOW server_version")).startsWith("16.");
            assertThat(ask(postgres, "SHOW wal_level")).isEqualTo("logical");
        }
    }

    @Test
    void keeps_its_data_over_a_restart() throws Exception {
        try (EmbeddedPostgres16 postgres = start()) {
            note(postgres, "first");
        }
        try (EmbeddedPostgres16 postgres = start()) {
            assertThat(ask(postgres, "SELECT string_agg(text, ',') FROM notes")).isEqualTo("first");
        }
    }

    @Test
    void takes_over_from_a_killed_owner_whose_server_still_runs() throws Exception {
        try (KilledProcess owner = KilledProcess.start("postgres", directory)) {
            Path cluster = owner.directory().resolve("postgres");
            assertThat(cluster.resolve("postmaster.pid")).exists();
            try (EmbeddedPostgres16 postgres = EmbeddedPostgres16.start(cluster, 0)) {
                assertThat(ask(postgres, "SELECT string_agg(text, ',') FROM notes"))
                        .isEqualTo("before the kill");
            }
        }
    }

    @Test
    void a_stale_pid_file_does_not_lock_it_out_even_when_the_number_is_in_use() throws Exception {
        try (EmbeddedPostgres16 postgres = start()) {
            note(postgres, "first");
        }
        Files.writeString(
                directory.resolve("postgres").resolve("postmaster.pid"),
                ProcessHandle.current().pid() + "\n");
        try (EmbeddedPostgres16 postgres = start()) {
            assertThat(ask(postgres, "SELECT count(*) FROM notes")).isEqualTo("1");
        }
    }

    @Test
    void a_taken_port_is_named_with_the_way_out() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, Ports.LOOPBACK)) {
            assertThatThrownBy(() -> EmbeddedPostgres16.start(directory, taken.getLocalPort()))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining("taken");
        }
    }

    private EmbeddedPostgres16 start() {
        return EmbeddedPostgres16.start(directory.resolve("postgres"), 0);
    }

    static void note(EmbeddedPostgres16 postgres, String text) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS notes (text text)");
            statement.execute("INSERT INTO notes VALUES ('" + text + "')");
        }
    }

    private static String ask(EmbeddedPostgres16 postgres, String query) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }
}
