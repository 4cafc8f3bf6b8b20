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

    /** It may hold history that Kafka does not, so it is for a person to delete it. */
    @Test
    void one_that_an_earlier_build_wrote_is_refused_by_name_and_kept() throws Exception {
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
    void one_that_a_later_release_wrote_is_refused() throws Exception {
        version(99);

        assertThatThrownBy(() -> Database.open(directory))
                .isInstanceOf(UnknownVersionException.class)
                .hasMessageContaining("a later release (version 99, ");
    }

    @Test
    void one_of_this_release_is_opened_again() throws Exception {
        Database.open(directory).close();
        Database.open(directory).close();
    }

    /** A file that is edited instead makes pages fail over what an earlier build wrote. Another version gets another file. */
    @Test
    void what_a_version_is_does_not_change() throws Exception {
        StringBuilder all = new StringBuilder();
        for (String script : new String[] {"V2.sql", "V" + Migrations.CURRENT + ".sql", "indexes.sql"}) {
            for (String sql : Script.read(script)) {
                all.append(sql.replaceAll("--[^\n]*", "").replaceAll("\\s+", " "));
            }
        }
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(all.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(Migrations.CURRENT + " " + HexFormat.of().formatHex(hash, 0, 8))
                .as(
                        "tables or indexes are others: raise Migrations.CURRENT, and bring older ones up to it or refuse them")
                .isEqualTo("3 1d682e90d9361e62");
    }
}
