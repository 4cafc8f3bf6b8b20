package io.licensewatch.console.failure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.topic.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Random records of all public topics, about a few tenants and many commands, in an unrealistic order. */
final class RandomRecords {
    private static final int TENANTS = 60;
    private static final int COMMANDS = 400;
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

    private final Random random;
    private final Map<String, JsonNode> samples = new HashMap<>();
    private int made;

    RandomRecords(long seed) {
        random = new Random(seed);
    }

    ProducerRecord<byte[], byte[]> next() {
        made++;
        return switch (random.nextInt(12)) {
            case 0 -> record(Topics.TENANTS, tenant(), null);
            case 1, 2 -> status("tenant-status-healthy");
            case 3 -> status("tenant-status-in-trouble");
            case 4 -> alert(Topics.ALERTS_CURRENT, "UPDATED");
            case 5 -> alert(Topics.ALERTS_CURRENT, "RESOLVED");
            case 6 -> alert(Topics.ALERTS, "UPDATED");
            case 7 -> command(random.nextBoolean() ? "" : "-cancel");
            case 8 -> result();
            case 9 -> verdict();
            case 10 -> random.nextInt(5) == 0 ? garbage() : action();
            default -> health();
        };
    }

    private String tenant() {
        return "tenant-" + random.nextInt(TENANTS);
    }

    private ProducerRecord<byte[], byte[]> status(String sample) {
        String tenant = tenant();
        ObjectNode value = sample(sample)
                .put("tenantId", tenant)
                .put("tenantName", "Name " + random.nextInt(30))
                .put("score", random.nextInt(100));
        asOf(value);
        return record(Topics.TENANTS, tenant, value);
    }

    private void asOf(ObjectNode value) {
        value.withObject("/asOf").put("sourceTime", START.plusSeconds(made).toString());
    }

    private ProducerRecord<byte[], byte[]> alert(String topic, String status) {
        int tenant = random.nextInt(TENANTS);
        int episode = 1 + made;
        ObjectNode value = sample("alert-current-seat-utilization")
                .put("tenantId", "tenant-" + tenant)
                .put("alertId", "alert-" + tenant)
                .put("eventId", "alert-" + tenant + ":" + episode + ":1")
                .put("episode", episode)
                .put("status", status);
        return record(topic, "tenant-" + tenant + "|seat-utilization|seats", value);
    }

    private ObjectNode aboutCommand(String sample, int command) {
        String tenant = "tenant-" + command % TENANTS;
        return sample(sample)
                .put("commandId", "command-" + command)
                .put("tenantId", tenant)
                .put("alertId", "alert-" + command % TENANTS);
    }

    private ProducerRecord<byte[], byte[]> command(String kind) {
        int command = random.nextInt(COMMANDS);
        return keyed(Topics.COMMANDS, aboutCommand("command-deactivate-inactive-users" + kind, command));
    }

    private ProducerRecord<byte[], byte[]> result() {
        int command = random.nextInt(COMMANDS);
        int n = 1 + random.nextInt(3);
        String state = new String[] {"issued", "awaiting-approval", "applied"}[n - 1];
        ObjectNode value = aboutCommand("remediation-result-" + state, command)
                .put("type", "DEACTIVATE_INACTIVE_USERS")
                .put("resultId", "command-" + command + ":" + n);
        return keyed(Topics.RESULTS, value);
    }

    private ProducerRecord<byte[], byte[]> verdict() {
        int command = random.nextInt(COMMANDS);
        boolean first = random.nextBoolean();
        ObjectNode value = aboutCommand(first ? "verdict-ineffective" : "verdict-effective", command)
                .put("type", "DEACTIVATE_INACTIVE_USERS")
                .put("verdictId", "command-" + command + ":verdict:" + (first ? 1 : 2));
        return keyed(Topics.VERDICTS, value);
    }

    private ProducerRecord<byte[], byte[]> action() {
        int command = random.nextInt(COMMANDS);
        return keyed(
                Topics.ACTIONS, aboutCommand("operator-action-approve", command).put("actionId", "action-" + made));
    }

    private ProducerRecord<byte[], byte[]> health() {
        ObjectNode value = sample("system-health-in-trouble").put("score", random.nextInt(100));
        asOf(value);
        return record(Topics.HEALTH, "system", value);
    }

    private ProducerRecord<byte[], byte[]> garbage() {
        String topic = new String[] {Topics.TENANTS, Topics.RESULTS, Topics.COMMANDS}[random.nextInt(3)];
        return new ProducerRecord<>(topic, null, time(), bytes(tenant()), bytes("{" + made));
    }

    private ProducerRecord<byte[], byte[]> keyed(String topic, ObjectNode value) {
        return record(topic, value.path("tenantId").asText(), value);
    }

    @SuppressWarnings("NullAway") // the value of a tombstone
    private ProducerRecord<byte[], byte[]> record(String topic, String key, @Nullable ObjectNode value) {
        return new ProducerRecord<>(topic, null, time(), bytes(key), value == null ? null : bytes(value.toString()));
    }

    private long time() {
        return START.plusSeconds(made).toEpochMilli();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private ObjectNode sample(String name) {
        return samples.computeIfAbsent(name, RandomRecords::read).deepCopy();
    }

    private static JsonNode read(String name) {
        String resource = "/io/licensewatch/schemas/samples/" + name + ".json";
        try (InputStream in = Objects.requireNonNull(RandomRecords.class.getResourceAsStream(resource), resource)) {
            return Json.MAPPER.readTree(in).path("value");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
