package io.licensewatch.cdc.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresAddressTest {
    private static final String PGPASS_FILE = "org.postgresql.pgpassfile";

    @Test
    void without_a_password_the_one_of_libpqs_file_is_taken(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(
                directory.resolve("pgpass"), "other:*:*:watch:wrong\ndb.example.org:5432:app:watch:hunter2\n");
        String before = System.setProperty(PGPASS_FILE, file.toString());
        try {
            assertThat(PostgresAddress.parse("postgresql://watch@db.example.org/app")
                            .withPasswordOfPgPass()
                            .password())
                    .isEqualTo("hunter2");
            assertThat(PostgresAddress.parse("postgresql://watch:given@db.example.org/app")
                            .withPasswordOfPgPass()
                            .password())
                    .isEqualTo("given");
            assertThat(PostgresAddress.parse("postgresql://nobody@db.example.org/app")
                            .withPasswordOfPgPass()
                            .password())
                    .isEmpty();
        } finally {
            if (before == null) {
                System.clearProperty(PGPASS_FILE);
            } else {
                System.setProperty(PGPASS_FILE, before);
            }
        }
    }

    @Test
    void a_url_says_it_all() {
        PostgresAddress address =
                PostgresAddress.parse("postgresql://watch:p%40ss+%3A@db.example.org:6432/app?sslmode=require");

        assertThat(address)
                .isEqualTo(new PostgresAddress("db.example.org", 6432, "app", "watch", "p@ss+:", "require", null));
    }

    @Test
    void port_and_password_may_be_left_out() {
        assertThat(PostgresAddress.parse("postgres://watch@db/app"))
                .isEqualTo(new PostgresAddress("db", 5432, "app", "watch", "", "prefer", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://u:hunter2@h/d",
                "postgresql://u:hunter2@h",
                "postgresql://h/hunter2",
                "postgresql://u:hunter2 @h/d",
                "hunter2"
            })
    void what_is_no_url_is_refused_without_being_quoted(String text) {
        assertThatThrownBy(() -> PostgresAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("postgresql://user:password@host:port/database")
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
    }

    @Test
    void its_text_has_no_password() {
        assertThat(PostgresAddress.parse("postgresql://watch:hunter2@db/app")).hasToString("watch@db:5432/app");
    }
}
