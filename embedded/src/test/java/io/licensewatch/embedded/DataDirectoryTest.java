package io.licensewatch.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
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
    void a_temporary_one_goes_with_all_that_is_in_it() throws Exception {
        DataDirectory temporary = DataDirectory.temporary();
        Files.createDirectories(temporary.resolve("a/b"));
        Files.writeString(temporary.resolve("a/b/c"), "text");

        temporary.close();

        assertThat(temporary.path()).doesNotExist();
    }
}
