package io.licensewatch.console.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseVersionTest {
    @TempDir
    Path directory;

    private void version(int version) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("console.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS health (one INTEGER PRIMARY KEY)");
            statement.execute("PRAGMA user_version = " + version);
        }
    }

    /** It may have history that is no longer in Kafka, so a person has to delete it. */
    @Test
    void a_database_of_an_earlier_build_is_rejected_and_kept() throws Exception {
        version(1);

        assertThatThrownBy(() -> Database.open(directory))
                .isInstanceOf(UnknownVersionException.class)
                .hasMessageContainingAll(
                        directory.toString(), "an earlier release (version 1, ", "delete the directory", "history");

        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("console.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT one FROM health");
        }
    }

    @Test
    void a_database_of_a_later_release_is_rejected() throws Exception {
        version(99);

        assertThatThrownBy(() -> Database.open(directory))
                .isInstanceOf(UnknownVersionException.class)
                .hasMessageContaining("a later release (version 99, ");
    }

    @Test
    void a_database_of_this_release_is_opened_again() throws Exception {
        Database.open(directory).close();
        Database.open(directory).close();
    }

    /** If a file were edited, pages would fail with databases of earlier builds. A new version needs a new file. */
    @Test
    void the_files_of_a_version_do_not_change() throws Exception {
        StringBuilder all = new StringBuilder();
        for (String script : new String[] {"V2.sql", "V" + Migrations.CURRENT + ".sql", "indexes.sql"}) {
            for (String sql : Script.read(script)) {
                all.append(sql.replaceAll("--[^\n]*", "").replaceAll("\\s+", " "));
            }
        }
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(all.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(Migrations.CURRENT + " " + HexFormat.of().formatHex(hash, 0, 8))
                .as("tables or indexes have changed: raise Migrations.CURRENT, and migrate or reject older versions")
                .isEqualTo("3 1d682e90d9361e62");
    }
}
