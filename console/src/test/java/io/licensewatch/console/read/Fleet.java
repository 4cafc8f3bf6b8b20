package io.licensewatch.console.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.console.feed.ReadModelFixture;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.topic.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Many tenants with their records, derived from the golden samples; always the same ones. */
public final class Fleet {
    private static final Instant FIRST = Instant.parse("2026-03-01T00:00:00Z");
    private static final List<String> PLACES =
            List.of("Harbour", "Hillside", "Öland", "St. Mary's", "Riverside", "Grace \"Old\" Town", "Łódź", "Lake");
    private static final List<String> STAGES =
            List.of("NORMAL", "NORMAL", "NORMAL", "NEAR_LIMIT", "EXCEEDED", "CRITICAL");

    private static final Map<String, ObjectNode> READ = new ConcurrentHashMap<>();

    private Fleet() {}

    public record Line(String topic, String key, String json) {}

    /** Written to the read model as by the feed. */
    public static void fill(ReadModelFixture model, int tenants) throws SQLException {
        for (Line line : (Iterable<Line>) lines(tenants)::iterator) {
            model.take(line.topic(), line.key(), line.json());
        }
        model.samples("system-health-in-trouble", "frontier-snapshot-complete", "dead-letter-missing-op");
    }

    /** Each tenant has a status; every third one has an alert with its opening, a command and its plan. */
    public static Stream<Line> lines(int tenants) {
        return IntStream.range(0, tenants).boxed().flatMap(i -> i % 3 == 0 ? troubled(i) : Stream.of(status(i)));
    }

    private static Stream<Line> troubled(int i) {
        return Stream.of(status(i), alert(i, Topics.ALERTS_CURRENT), alert(i, Topics.ALERTS), command(i), result(i));
    }

    public static String id(int i) {
        return String.format("%08x-0000-4000-8000-%012x", i * 2_654_435_761L & 0xffff_ffffL, i);
    }

    public static String alertId(int i) {
        return String.format("a%015x", i);
    }

    public static String commandId(int i) {
        return String.format("c%015x", i);
    }

    public static String name(int i) {
        return PLACES.get(i % PLACES.size()) + " Chapel " + i;
    }

    private static Line status(int i) {
        ObjectNode status = sample("tenant-status-healthy");
        status.put("tenantId", id(i)).put("tenantName", name(i)).put("score", i % 3 == 0 ? i % 90 : 100);
        status.put("inScope", i % 50 != 7);
        String stage = STAGES.get(i % STAGES.size());
        ((ObjectNode) status.path("seats"))
                .put("used", 40 + i % 30)
                .put("limit", 50)
                .put("percent", (40 + i % 30) * 2)
                .put("stage", stage);
        ArrayNode alerts = status.putArray("openAlerts");
        if (i % 3 == 0) {
            alerts.addObject()
                    .put("rule", "seat-utilization")
                    .put("subject", "seats")
                    .put("stage", "CRITICAL")
                    .put("severity", i % 2 == 0 ? "CRITICAL" : "WARNING")
                    .put("level", "L2")
                    .put("openedAt", FIRST.plusSeconds(i).toString());
        }
        return new Line(Topics.TENANTS, id(i), status.toString());
    }

    private static Line alert(int i, String topic) {
        ObjectNode alert = sample("alert-seat-utilization-open");
        alert.put("alertId", alertId(i)).put("eventId", alertId(i) + ":1:1");
        alert.put("tenantId", id(i)).put("tenantName", name(i));
        alert.put("severity", i % 2 == 0 ? "CRITICAL" : "WARNING").put("level", i % 5 == 0 ? "L2" : "L1");
        alert.put("openedAt", FIRST.plusSeconds(i).toString());
        alert.put("occurredAt", FIRST.plusSeconds(i).toString());
        return new Line(topic, id(i) + "|seat-utilization|seats", alert.toString());
    }

    private static Line command(int i) {
        ObjectNode command = sample("command-deactivate-inactive-users");
        command.put("commandId", commandId(i)).put("tenantId", id(i)).put("alertId", alertId(i));
        command.put("eventId", alertId(i) + ":1:1");
        command.put("issuedAt", FIRST.plusSeconds(i).toString());
        command.put("deadline", FIRST.plusSeconds(i + 300_000L).toString());
        return new Line(Topics.COMMANDS, id(i), command.toString());
    }

    private static Line result(int i) {
        ObjectNode result = sample("remediation-result-awaiting-approval");
        result.put("commandId", commandId(i)).put("resultId", commandId(i) + ":2");
        result.put("tenantId", id(i)).put("alertId", alertId(i));
        result.put("at", FIRST.plusSeconds(i + 5L).toString());
        return new Line(Topics.RESULTS, id(i), result.toString());
    }

    /** The value of a golden sample. */
    public static ObjectNode sample(String name) {
        return READ.computeIfAbsent(name, Fleet::read).deepCopy();
    }

    private static ObjectNode read(String name) {
        String resource = "/io/licensewatch/schemas/samples/" + name + ".json";
        try (InputStream in = Objects.requireNonNull(Fleet.class.getResourceAsStream(resource), resource)) {
            JsonNode value = Json.MAPPER.readTree(in).path("value");
            return (ObjectNode) value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
