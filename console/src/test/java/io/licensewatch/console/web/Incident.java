package io.licensewatch.console.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.console.feed.ReadModelFixture;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.source.SnapshotReport;
import io.licensewatch.schemas.topic.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The records of a morning with some incidents, for tests of pages. */
final class Incident {
    static final Instant NOW = Instant.parse("2026-03-02T10:45:00Z");
    static final String TENANT = "4b1f6c5e-7c1a-4d0e-9a55-0c9f2f5f1a01";
    static final String NAME = "Harbour Chapel";
    static final String ALERT = "9f1c7d3e5b0a2648";
    static final String COMMAND = "51d3a7c900004d5c";

    private static final String SYSTEM = "_system";
    private static final List<String> OTHERS = List.of(
            "Grace Community Church",
            "St. Brendan's, Riverside",
            "Église Saint-Étienne",
            "Bethel Fellowship",
            "Lighthouse Mission",
            "Kirche am Markt",
            "Cornerstone",
            "Hope Valley",
            "New Dawn Assembly");

    private final ReadModelFixture model;

    private Incident(ReadModelFixture model) {
        this.model = model;
    }

    static void fill(ReadModelFixture model) throws SQLException {
        Incident incident = new Incident(model);
        incident.tenants();
        incident.alerts();
        incident.commands();
        incident.system();
    }

    private void tenants() throws SQLException {
        for (int day = 45; day >= 0; day -= 3) {
            int used = 61 - day / 2 - (day > 20 ? 8 : 0);
            model.sample(
                    "tenant-status-in-trouble",
                    Map.of(
                            "seats",
                            Map.of(
                                    "used",
                                    used,
                                    "limit",
                                    50,
                                    "percent",
                                    used * 2,
                                    "stage",
                                    used > 60 ? "CRITICAL" : "NORMAL"),
                            "asOf",
                            asOf(NOW.minus(Duration.ofDays(day)).minusSeconds(1)),
                            "features",
                            features()));
        }
        for (int i = 0; i < OTHERS.size(); i++) {
            ObjectNode status = value("tenant-status-healthy");
            String id = other(i);
            status.put("tenantId", id).put("tenantName", OTHERS.get(i)).set("asOf", tree(asOf(NOW.minusSeconds(1))));
            status.set(
                    "seats", tree(Map.of("used", 10 + i * 9, "limit", 100, "percent", 10 + i * 9, "stage", "NORMAL")));
            model.take(Topics.TENANTS, id, status.toString());
        }
    }

    private static List<Map<String, Object>> features() {
        return List.of(
                feature("giving", false, "LAPSED", "2026-02-27T12:00:00Z", "2026-04-10T00:00:00Z", "EXPIRED"),
                feature("events", true, "ACTIVE", "2026-03-20T00:00:00Z", null, "NOTICE"),
                feature("members", true, "ACTIVE", "2026-04-15T00:00:00Z", "2026-05-01T00:00:00Z", "NONE"),
                feature("rooms", true, "ACTIVE", null, null, "NONE"),
                feature("reports", false, "RETIRED", null, null, "NONE"));
    }

    private static Map<String, Object> feature(
            String code,
            boolean licensed,
            String reason,
            @Nullable String until,
            @Nullable String resumes,
            String stage) {
        Map<String, Object> feature = new HashMap<>(Map.of(
                "featureId",
                "id-" + code,
                "featureCode",
                code,
                "licensed",
                licensed,
                "reason",
                reason,
                "stage",
                stage));
        feature.put("coveredUntil", until);
        feature.put("resumesAt", resumes);
        return feature;
    }

    private void alerts() throws SQLException {
        model.samples("alert-seat-utilization-open", "alert-seat-utilization-updated");
        open("alert-seat-utilization-updated", Map.of());
        open("alert-rbac-drift-open", at("2026-03-02T08:03:05Z"));
        open(
                "alert-license-expired-open",
                with(
                        at("2026-03-02T07:30:00Z"),
                        Map.of(
                                "tenantId",
                                other(0),
                                "tenantName",
                                OTHERS.get(0),
                                "alertId",
                                "00000000000000a1",
                                "eventId",
                                "00000000000000a1:1:1",
                                "summary",
                                "The licence of Grace Community Church for 1 feature has ended 3 hours ago; 212 users feel it.",
                                "affectedUsers",
                                212)));
        open(
                "alert-onboarding-stalled-open",
                with(
                        at("2026-03-01T10:00:00Z"),
                        Map.of(
                                "tenantId",
                                other(4),
                                "tenantName",
                                OTHERS.get(4),
                                "alertId",
                                "00000000000000a2",
                                "eventId",
                                "00000000000000a2:1:1")));
        open("alert-license-expiring-open", at("2026-03-02T00:00:00Z"));
        open("alert-view-refresh-failing-open", at("2026-03-02T10:20:00Z"));
        open("alert-system-health-open", at("2026-03-02T10:41:00Z"));
        model.sample("alert-onboarding-stalled-resolved", at("2026-02-20T09:00:00Z"));
    }

    private void commands() throws SQLException {
        model.samples(
                "command-deactivate-inactive-users",
                "remediation-result-issued",
                "remediation-result-awaiting-approval",
                "command-upgrade-seats",
                "remediation-result-unsupported",
                "command-start-renewal");
        model.sample("command-grant-missing-licenses", issued("2026-03-02T08:03:05Z", "2026-03-09T08:03:05Z"));
        model.sample(
                "remediation-result-awaiting-approval",
                Map.of(
                        "commandId",
                        "51d3a7c900008761",
                        "resultId",
                        "51d3a7c900008761:2",
                        "type",
                        "GRANT_MISSING_LICENSES",
                        "at",
                        "2026-03-02T08:03:06Z",
                        "plan",
                        Map.of(
                                "planHash",
                                "77aa6a0f3be84d27",
                                "rows",
                                2,
                                "sampleKeys",
                                List.of("{\"id\":\"a\"}", "{\"id\":\"b\"}"))));
        model.sample("command-rebuild-view-index", issued("2026-03-02T10:20:00Z", "2026-03-03T10:20:00Z"));
        model.sample("remediation-result-failed", at("2026-03-02T10:31:00.004Z"));
        model.sample("command-refresh-views", issued("2026-03-02T10:21:00Z", "2026-03-02T11:21:00Z"));
        model.sample(
                "remediation-result-held",
                Map.of(
                        "commandId",
                        "51d3a7c90000ae0f",
                        "resultId",
                        "51d3a7c90000ae0f:2",
                        "type",
                        "REFRESH_VIEWS",
                        "at",
                        "2026-03-02T10:21:01Z"));
        model.sample("operator-action-request-refresh", Map.of("at", "2026-03-02T10:20:59Z"));
        model.sample("operator-action-reject", Map.of("at", "2026-03-01T16:12:00Z"));
    }

    private void system() throws SQLException {
        int[] scores = {92, 92, 88, 90, 90, 71, 64, 66, 66, 58, 44, 41};
        for (int i = 0; i < scores.length; i++) {
            Instant at = NOW.minus(Duration.ofHours(23)).plus(Duration.ofMinutes(i * 124L));
            model.sample("system-health-in-trouble", Map.of("score", scores[i], "asOf", asOf(at)));
        }
        model.sample("system-health-in-trouble", Map.of("score", 33, "asOf", asOf(NOW.minusSeconds(90))));
        frontier(model, NOW.minusSeconds(1));
        model.sample("pauses-none", Map.of("at", NOW.minusSeconds(20).toString()));
        model.samples("dead-letter-missing-op");
    }

    /** The position of the change stream. */
    static void frontier(ReadModelFixture model, Instant at) throws SQLException {
        model.sample("frontier-snapshot-complete", Map.of("sourceTime", at.toString(), "lsn", "0/1C00028"));
    }

    /** The progress report of a snapshot of about 1,000 rows. */
    static void snapshot(ReadModelFixture model, Instant at, long rows, boolean complete) throws SQLException {
        SnapshotReport report =
                new SnapshotReport(1, at, rows, 1_000L, complete ? 4 : 1, complete ? null : 120L, complete);
        model.take(
                Topics.defaults().snapshot(),
                SnapshotReport.KEY,
                new String(JsonCodec.SNAPSHOT.encode(report), StandardCharsets.UTF_8));
    }

    /** Frontiers arrive, and a task does not pass them. */
    static void stalled(ReadModelFixture model) throws SQLException {
        new Incident(model)
                .open("alert-feed-stalled-open", at(NOW.minusSeconds(70).toString()));
    }

    private static String other(int i) {
        return "4b1f6c5e-7c1a-4d0e-9a55-0c9f2f5f1b%02d".formatted(i);
    }

    private static Map<String, String> asOf(Instant at) {
        return Map.of("lsn", "0/1C00000", "sourceTime", at.toString());
    }

    private static Map<String, Object> at(String time) {
        return Map.of("openedAt", time, "occurredAt", time, "at", time);
    }

    private static Map<String, Object> issued(String time, String deadline) {
        return Map.of("issuedAt", time, "deadline", deadline);
    }

    private static Map<String, Object> with(Map<String, Object> one, Map<String, Object> other) {
        Map<String, Object> both = new HashMap<>(one);
        both.putAll(other);
        return both;
    }

    /** As a transition, and as the present state. */
    private void open(String name, Map<String, Object> others) throws SQLException {
        model.sample(name, others);
        ObjectNode alert = value(name);
        others.forEach((field, other) -> alert.set(field, tree(other)));
        String key = alert.path("tenantId").asText(SYSTEM) + "|"
                + alert.path("rule").asText() + "|" + alert.path("subject").asText();
        model.take(Topics.ALERTS_CURRENT, key, alert.toString());
    }

    private static JsonNode tree(Object value) {
        return Json.MAPPER.valueToTree(value);
    }

    private static ObjectNode value(String name) {
        String resource = "/io/licensewatch/schemas/samples/" + name + ".json";
        try (InputStream in = Objects.requireNonNull(Incident.class.getResourceAsStream(resource), resource)) {
            return (ObjectNode) Json.MAPPER.readTree(in).path("value");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
