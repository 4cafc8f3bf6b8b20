package io.licensewatch.core.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantReportTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
    private static final TenantReport.Open SEATS = new TenantReport.Open("seats", "seats", Severity.CRITICAL);
    private static final TenantReport.Open DRIFT = new TenantReport.Open("drift", "rbac", Severity.WARNING);

    @Test
    void it_survives_its_json() throws MalformedRecordException {
        TenantReport report = report(true, NOON, SEATS, DRIFT);
        assertThat(TenantReport.read(report.toJson().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(report);
    }

    @Test
    void it_is_news_when_scope_or_alerts_change_but_not_because_time_passes() {
        byte[] standing = report(true, NOON, SEATS).content();
        assertThat(report(true, NOON.plusSeconds(5), SEATS).content()).isEqualTo(standing);
        assertThat(report(false, NOON, SEATS).content()).isNotEqualTo(standing);
        assertThat(report(true, NOON, DRIFT).content()).isNotEqualTo(standing);
        assertThat(report(true, NOON, new TenantReport.Open("seats", "seats", Severity.WARNING))
                        .content())
                .isNotEqualTo(standing);
    }

    @Test
    void a_report_of_another_version_is_refused() {
        assertThatThrownBy(() ->
                        new TenantReport(2, "t", true, List.of(), List.of(), Map.of(), SourcePosition.START, NOON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tenant report of version 2, expected 1");
    }

    /** Somebody else may have written it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "null",
                "[]",
                "{\"version\":2}",
                "{\"version\":1,\"tenantId\":\"t\",\"live\":true,\"open\":[],\"newlyCritical\":[]}",
                "{\"version\":1,\"tenantId\":\"t\",\"live\":true,\"open\":[{\"rule\":\"r\"}],\"newlyCritical\":[],"
                        + "\"position\":{\"epoch\":1,\"previousCommit\":1,\"lsn\":1},\"at\":\"2026-03-10T12:00:00Z\"}",
            })
    void what_is_no_report_is_refused(String json) {
        assertThatThrownBy(() -> TenantReport.read(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageStartingWith("not a tenant report");
    }

    private static TenantReport report(boolean live, Instant at, TenantReport.Open... open) {
        return new TenantReport(
                1, "t", live, List.of(open), List.of("seats"), Map.of(), new SourcePosition(1, 2, 3), at);
    }
}
