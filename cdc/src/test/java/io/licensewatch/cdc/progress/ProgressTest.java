package io.licensewatch.cdc.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void what_is_written_is_read_again() {
        Progress progress = new Progress(
                "licensewatch",
                "7/app",
                2,
                true,
                Instant.parse("2026-03-10T10:00:00.123Z"),
                7,
                new Progress.Position("0/1F4", 7, "FF/258", 3),
                "0/1F4");

        assertThat(Progress.decode(progress.encode())).isEqualTo(progress);
    }

    @Test
    void fields_of_a_later_version_are_tolerated() {
        String json = "{\"slot\":\"s\",\"system\":\"7/app\",\"epoch\":1,\"snapshotComplete\":false,"
                + "\"snapshotStartedAt\":\"2026-03-10T10:00:00Z\",\"snapshotRows\":0,\"more\":1}";

        assertThat(Progress.decode(json.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Progress.snapshotBegins("s", "7/app", 1, Instant.parse("2026-03-10T10:00:00Z")));
    }
}
