package io.licensewatch.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.cdc.source.PostgresAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceLoginTest {
    private static final String URL = "postgresql://watch@db.example.org:6432/app?sslmode=require";
    private static final String PASSWORD = "p@ss :/%+$1?";

    @TempDir
    private Path directory;

    @Test
    void a_password_from_a_file_or_the_environment_is_put_into_the_url() throws Exception {
        Path file = Files.writeString(directory.resolve("secret"), PASSWORD + "\n");
        for (SourceLogin login : new SourceLogin[] {
            SourceLogin.of(URL, file, Map.of()),
            SourceLogin.of(URL, file, Map.of("LICENSEWATCH_POSTGRES_PASSWORD", "weaker")),
            SourceLogin.of(URL, null, Map.of("LICENSEWATCH_POSTGRES_PASSWORD", PASSWORD)),
            SourceLogin.of(URL, null, Map.of("LICENSEWATCH_POSTGRES_PASSWORD_FILE", file.toString())),
        }) {
            assertThat(login.onCommandLine()).isFalse();
            assertThat(PostgresAddress.parse(login.url()))
                    .isEqualTo(new PostgresAddress("db.example.org", 6432, "app", "watch", PASSWORD, "require", null));
            assertThat(login).hasToString("watch@db.example.org:6432/app");
        }
    }

    @Test
    void a_password_in_the_url_is_seen_by_others() {
        SourceLogin login =
                SourceLogin.of("postgresql://a:secret@h:1/d", null, Map.of("LICENSEWATCH_POSTGRES_PASSWORD", "x"));

        assertThat(login.onCommandLine()).isTrue();
        assertThat(login.url()).isEqualTo("postgresql://a:secret@h:1/d");
    }

    @Test
    void without_any_the_url_stays_as_it_is() {
        assertThat(SourceLogin.of(URL, null, Map.of())).isEqualTo(new SourceLogin(URL, false));
    }

    @Test
    void two_passwords_and_a_file_that_is_missing_are_refused_without_a_secret() {
        Path none = directory.resolve("hunter2");
        assertThatThrownBy(() -> SourceLogin.of("postgresql://a:hunter2@h:1/d", none, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--source-password-file")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> SourceLogin.of(URL, none, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be read")
                .hasMessageNotContaining("hunter2");
    }
}
