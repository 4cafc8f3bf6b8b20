package io.licensewatch.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path parent;

    @Test
    void one_holder_at_a_time() {
        try (DataDirectory held = DataDirectory.at(parent.resolve("state"))) {
            assertThatThrownBy(() -> DataDirectory.at(held.path()))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining("in use by another");
        }
        DataDirectory.at(parent.resolve("state")).close();
    }

    @Test
    void only_its_owner_gets_in() throws Exception {
        Path fresh = parent.resolve("a/b");
        DataDirectory.at(fresh).close();
        assertThat(permissions(fresh)).isEqualTo("rwx------");

        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        DataDirectory.at(fresh).close();
        assertThat(permissions(fresh)).as("one of ours").isEqualTo("rwx------");

        Path empty = Files.createDirectory(parent.resolve("empty"));
        Files.setPosixFilePermissions(empty, PosixFilePermissions.fromString("rwxrwxr-x"));
        DataDirectory.at(empty).close();
        assertThat(permissions(empty)).isEqualTo("rwx------");
    }

    @Test
    void one_that_holds_other_things_and_is_open_to_others_is_refused_and_left_as_it_is() throws Exception {
        Path home = Files.createDirectory(parent.resolve("home"));
        Files.writeString(home.resolve("notes"), "mine");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThatThrownBy(() -> DataDirectory.at(home))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining("open to others (rwxr-xr-x)")
                .hasMessageContaining("chmod 700 " + home);
        assertThat(permissions(home)).isEqualTo("rwxr-xr-x");
    }

    private static String permissions(Path directory) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory));
    }

    @Test
    void a_temporary_one_goes_with_all_that_is_in_it() throws Exception {
        DataDirectory temporary = DataDirectory.temporary();
        Files.createDirectories(temporary.resolve("a/b"));
        Files.writeString(temporary.resolve("a/b/c"), "text");

        temporary.close();

        assertThat(temporary.path()).doesNotExist();
    }
}
