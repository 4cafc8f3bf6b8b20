package io.licensewatch.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
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
    void lets_nobody_in_without_the_password_that_only_its_owner_can_read() throws Exception {
        try (EmbeddedPostgres16 postgres = start()) {
            for (String wrong : List.of("", "postgres", "wrong")) {
                assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), "postgres", wrong)
                                .close())
                        .as(wrong)
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("password");
            }
            assertThat(ask(postgres, "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method = 'trust'"))
                    .isEqualTo("0");
            assertThat(Files.getPosixFilePermissions(postgres.passwordFile()))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(Files.readString(postgres.passwordFile()))
                    .isEqualTo("*:*:*:postgres:" + postgres.password() + "\n");
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .containsExactlyInAnyOrder("postgres", "postgres.log", "postgres.pgpass");
            }
        }
    }

    @Test
    void a_cluster_of_an_earlier_build_gets_a_password() throws Exception {
        try (EmbeddedPostgres16 postgres = start()) {
            note(postgres, "first");
        }
        Path rules = directory.resolve("postgres").resolve("pg_hba.conf");
        Files.writeString(rules, Files.readString(rules).replace("scram-sha-256", "trust"));
        Files.delete(directory.resolve("postgres.pgpass"));

        try (EmbeddedPostgres16 postgres = start()) {
            assertThat(ask(postgres, "SELECT count(*) FROM notes")).isEqualTo("1");
            assertThat(ask(postgres, "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method = 'trust'"))
                    .isEqualTo("0");
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), "postgres", "wrong")
                            .close())
                    .hasMessageContaining("password");
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
