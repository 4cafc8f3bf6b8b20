package io.licensewatch.core.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.schemas.json.MalformedRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StormReportTest {
    @Test
    void what_is_written_is_read() throws MalformedRecordException {
        StormReport report = StormReport.of("license-expired", true, Instant.parse("2026-03-10T12:00:00.123Z"));
        assertThat(StormReport.read(report.toJson().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(report);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"version\":2,\"rule\":\"license-expired\",\"open\":true,\"at\":\"2026-03-10T12:00:00Z\"}",
                "{\"version\":1,\"rule\":\"view-stale\",\"open\":true,\"at\":\"2026-03-10T12:00:00Z\"}",
                "{\"version\":1,\"open\":true,\"at\":\"2026-03-10T12:00:00Z\"}",
                "{\"version\":1,\"rule\":\"license-expired\",\"open\":true}"
            })
    void what_we_cannot_have_written_is_refused(String json) {
        assertThatThrownBy(() -> StormReport.read(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedRecordException.class);
    }
}
