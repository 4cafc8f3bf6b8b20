package io.licensewatch.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.core.engine.Envelopes;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.status.TenantStatus;
import io.licensewatch.schemas.topic.RecordHeaders;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.streams.deadletter.DeadLetters;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody else writes to every topic that is read: records of cdc and of our own tasks with something wrong in them. The same
 * changes are made once with and once without. No task ends, what is said of the tenants is the same, record by record, and so
 * no later change is taken for a replay.
 */
class StrangersTest {
    private static final Instant START = Instant.parse("2026-03-10T12:00:00Z");
    private static final Set<String> TENANTS = Set.of("acme", "bolt");
    private static final String SECRET = "hunter2@example.org";
    private static final String REFERENCE_CHANGES = Names.referenceChangesTopic("licensewatch");
    private static final String SYSTEM_EVENTS = Names.systemEventsTopic("licensewatch");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @TempDir
    private static Path stateDir;

    @Test
    void what_others_write_changes_nothing_and_ends_no_task() throws IOException {
        long seed = System.nanoTime();
        for (long run = seed; run < seed + 2; run++) {
            try (TopologyFixture alone = new TopologyFixture(stateDir.resolve("a" + run), START);
                    TopologyFixture disturbed = new TopologyFixture(stateDir.resolve("b" + run), START)) {
                new Script(run, alone, () -> {}).run();
                Stranger stranger = new Stranger(run, disturbed);
                new Script(run, disturbed, stranger).run();
                compare(run, alone, disturbed, stranger.written);
            }
        }
    }

    private static void compare(long seed, TopologyFixture alone, TopologyFixture disturbed, long written) {
        List<TenantStatus> statuses = statuses(alone);
        List<AlertEvent> alerts = alerts(alone);
        assertThat(statuses).as("seed %d", seed).hasSizeGreaterThan(5);
        same(seed, statuses(disturbed), statuses);
        same(seed, alerts(disturbed), alerts);
        List<TestRecord<byte[], byte[]>> letters = disturbed.deadLetters();
        assertThat(letters.size()).as("seed %d", seed).isGreaterThan((int) (written / 3));
        for (TestRecord<byte[], byte[]> letter : letters) {
            assertThat(letter.getRecordTime()).as("seed %d", seed).isBetween(START, disturbed.machine());
            assertThat(letter.value().length).as("seed %d", seed).isLessThanOrEqualTo(DeadLetters.MAX_BYTES);
            assertThat(new String(letter.value(), StandardCharsets.UTF_8))
                    .as("seed %d", seed)
                    .doesNotContain(SECRET);
            assertThat(TopologyFixture.headers(letter).get(RecordHeaders.REASON))
                    .doesNotContain(SECRET);
        }
    }

    private static <T> void same(long seed, List<T> disturbed, List<T> alone) {
        for (int i = 0; i < Math.min(disturbed.size(), alone.size()); i++) {
            assertThat(disturbed.get(i)).as("seed %d, number %d", seed, i).isEqualTo(alone.get(i));
        }
        assertThat(disturbed.size()).as("seed %d", seed).isEqualTo(alone.size());
    }

    /** Which of two tenants is evaluated first is not part of it. */
    private static List<TenantStatus> statuses(TopologyFixture watch) {
        return watch.statuses().stream()
                .filter(status -> TENANTS.contains(status.tenantId()))
                .sorted(Comparator.comparing(TenantStatus::tenantId))
                .toList();
    }

    private static List<AlertEvent> alerts(TopologyFixture watch) {
        return watch.alerts().stream()
                .filter(alert -> TENANTS.contains(alert.tenantId()))
                .sorted(Comparator.comparing(AlertEvent::tenantId))
                .toList();
    }

    /** What happens in the source. */
    private record Script(Random random, TopologyFixture watch, Runnable between) {
        Script(long seed, TopologyFixture watch, Runnable between) {
            this(new Random(seed), watch, between);
        }

        void run() {
            watch.put(SourceTable.PRODUCT_OFFERINGS, "team", "max_users", 3);
            watch.put(SourceTable.FEATURE_CATALOG, "reports", "code", "reports", "is_active", true);
            TENANTS.stream().sorted().forEach(tenant -> {
                watch.tenant(tenant, "team");
                watch.put(SourceTable.ROLES, tenant + "0", "tenant_id", tenant, "name", "Analyst");
            });
            watch.frontierAfter(Duration.ofSeconds(1));
            for (int i = 0; i < 60; i++) {
                between.run();
                change(random.nextInt(5), TENANTS.stream().sorted().toList().get(random.nextInt(2)));
                between.run();
                watch.frontierAfter(Duration.ofSeconds(1 + random.nextInt(90)));
            }
        }

        private void change(int what, String tenant) {
            String id = tenant + random.nextInt(6);
            switch (what) {
                case 0 -> watch.put(SourceTable.PRODUCT_OFFERINGS, "team", "max_users", 1 + random.nextInt(5));
                case 1 ->
                    watch.put(
                            SourceTable.TENANT_FEATURE_GRANTS,
                            id,
                            "tenant_id",
                            tenant,
                            "feature_id",
                            "reports",
                            "is_active",
                            random.nextBoolean());
                case 2 -> watch.put(SourceTable.ROLES, id, "tenant_id", tenant, "name", "Role" + random.nextInt(9));
                default ->
                    watch.put(
                            SourceTable.USER_ROLES,
                            id,
                            "tenant_id",
                            tenant,
                            "user_id",
                            id,
                            "role_id",
                            tenant + "0",
                            "is_active",
                            random.nextInt(4) > 0);
            }
        }
    }

    /** Whoever else can write to our topics. */
    private static final class Stranger implements Runnable {
        private final Random random;
        private final TopologyFixture watch;
        long written;

        Stranger(long seed, TopologyFixture watch) {
            this.random = new Random(seed);
            this.watch = watch;
        }

        @Override
        public void run() {
            for (int i = 0; i < 6; i++) {
                switch (random.nextInt(12)) {
                    case 0 -> write(TopologyFixture.TOPICS.frontier(), text("frontier"), frontier());
                    case 1 -> write(REFERENCE_CHANGES, text("frontier"), frontier());
                    case 2 -> write(SYSTEM_EVENTS, event(), random.nextBoolean() ? frontier() : report());
                    case 3 -> row(REFERENCE_CHANGES, SourceTable.PRODUCT_OFFERINGS);
                    case 8 -> write(TopologyFixture.TOPICS.snapshot(), text("snapshot"), report());
                    case 4 -> row(TopologyFixture.TOPICS.tenantless(), SourceTable.ROLES);
                    case 5 -> write(Topics.RESULTS, owner(), control("remediation-result-applied"));
                    case 6 -> write(Topics.ACTIONS, owner(), control("operator-action-request"));
                    case 7 -> write(REFERENCE_CHANGES, text("storm|" + pick("license-expired", "", "x")), report());
                    default -> {
                        SourceTable table = SourceTable.values()[random.nextInt(SourceTable.values().length)];
                        row(TopologyFixture.TOPICS.table(table), table);
                    }
                }
            }
        }

        private void write(String topic, byte @Nullable [] key, byte[] value) {
            written++;
            boolean internal = topic.equals(REFERENCE_CHANGES) || topic.equals(SYSTEM_EVENTS);
            Instant stampedAt = internal
                    ? watch.now()
                    : pick(
                            watch.now(),
                            watch.now(),
                            Instant.EPOCH,
                            Instant.parse("2099-01-01T00:00:00Z"),
                            Instant.ofEpochMilli(Long.MAX_VALUE >> 10));
            watch.pipe(topic, random.nextInt(30) == 0 ? null : key, random.nextInt(30) == 0 ? null : value, stampedAt);
        }

        @SafeVarargs
        private <T> T pick(T... choices) {
            return choices[random.nextInt(choices.length)];
        }

        /** A row of things that no tenant has to do with, with something wrong: of what it is, or where it is. */
        private void row(String topic, SourceTable table) {
            ObjectNode row = read(Envelopes.event(
                            table,
                            Map.of("id", "junk" + random.nextInt(5)),
                            RowChange.Op.CREATE,
                            null,
                            junk(table),
                            new SourcePosition(1, 1, 1),
                            watch.now())
                    .value());
            ObjectNode source = (ObjectNode) row.path("source");
            far(source);
            if (random.nextInt(3) == 0) {
                damage(pick(row, source, (ObjectNode) row.path("after")));
            }
            byte[] value = bytes(row);
            if (random.nextInt(6) == 0) {
                value = Arrays.copyOf(
                        text(new String(value, StandardCharsets.UTF_8).replace(SECRET, "")), 1 + random.nextInt(300));
            }
            write(topic, random.nextInt(4) == 0 ? key() : text("{\"id\":\"junk\"}"), value);
        }

        private Map<String, @Nullable Object> junk(SourceTable table) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            table.columns()
                    .forEach(column -> row.put(
                            column, random.nextInt(7) == 0 ? null : pick("junk", true, 7L, "", "\u0000|\n", 1e308)));
            row.put("id", "junk");
            row.put("email", SECRET);
            if (table.hasTenant() && random.nextInt(8) > 0) {
                row.put(table.tenantColumn(), "junk" + random.nextInt(3));
            }
            return row;
        }

        /** Before everything, where it is a replay, or where cdc cannot be. */
        private void far(ObjectNode source) {
            switch (random.nextInt(7)) {
                case 0 -> source.put("epoch", Integer.MAX_VALUE);
                case 1 -> source.put("epoch", 2 + random.nextInt(900_000));
                case 2 -> source.put("lsn", -1L - random.nextInt(1000));
                case 3 -> source.put("sequence", "[\"" + (1L << (35 + random.nextInt(29))) + "\",\"7\"]");
                case 4 -> source.put("lsn", new BigInteger("9".repeat(1 + random.nextInt(2000))));
                default -> {} // a replay
            }
        }

        private void damage(ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            boolean place =
                    Set.of("lsn", "sequence", "epoch", "snapshot", "source").contains(name);
            if (random.nextInt(4) == 0) {
                object.remove(name);
            } else if (!place) {
                object.set(name, nonsense());
            }
        }

        private JsonNode nonsense() {
            List<Supplier<JsonNode>> choices = List.of(
                    JSON::nullNode,
                    JSON::arrayNode,
                    JSON::objectNode,
                    () -> JSON.textNode(""),
                    () -> JSON.textNode("x".repeat(random.nextInt(200_000))),
                    () -> JSON.textNode("\u0000\u2028\uD800 \n|"),
                    () -> JSON.numberNode(Long.MIN_VALUE),
                    () -> JSON.numberNode(new BigInteger("7".repeat(1 + random.nextInt(1500)))),
                    () -> JSON.numberNode(-1.0e300),
                    () -> JSON.booleanNode(true),
                    () -> deep(1 + random.nextInt(3000)));
            return choices.get(random.nextInt(choices.size())).get();
        }

        private static JsonNode deep(int levels) {
            ArrayNode deep = JSON.arrayNode();
            for (int i = 0; i < Math.min(levels, 900); i++) {
                deep = JSON.arrayNode().add(deep);
            }
            return deep;
        }

        private byte[] key() {
            return pick(
                    new byte[0],
                    text("not JSON"),
                    text("[".repeat(2_000)),
                    text("{\"id\":{\"id\":[1]}}"),
                    new byte[] {(byte) 0xFF, 0, (byte) 0xC0},
                    new byte[100_000]);
        }

        /** One that our own frontiers do not name; nothing else distinguishes it from what may follow. */
        private byte[] frontier() {
            ObjectNode frontier = read(JsonCodec.FRONTIER.encode(watch.anotherFrontier()));
            switch (random.nextInt(12)) {
                case 0 -> frontier.put("sourceTime", "2099-01-01T00:00:00Z");
                case 1 -> frontier.put("sourceTime", "-1000000000-01-01T00:00:00Z");
                case 2 -> frontier.put("epoch", 5_000_000);
                case 3 -> frontier.put("epoch", 2_000);
                case 4 -> frontier.put("lsn", "FFFFFFFF/FFFFFFFF");
                case 5 -> frontier.put("previousCommitLsn", "F0000000/0").put("lsn", "F0000000/1");
                case 6 -> frontier.withArray("tables").add("nodot");
                case 7 -> frontier.withArray("resyncs").add(resync());
                case 8 -> frontier.withArray("covered").add(covered());
                case 9 -> frontier.put("lsn", "0/1").put("previousCommitLsn", "0/0");
                case 10 -> {
                    return Arrays.copyOf(bytes(frontier), 30);
                }
                default -> frontier.set(pick("tables", "lsn", "sourceTime", "epoch", "covered"), JSON.numberNode(1.5));
            }
            return bytes(frontier);
        }

        private ObjectNode resync() {
            return JSON.objectNode()
                    .put("table", pick("nodot", "public.roles"))
                    .put("previousCommitLsn", "FFFFFF/0")
                    .put("lsn", "0/1");
        }

        private ObjectNode covered() {
            int what = random.nextInt(4);
            return JSON.objectNode()
                    .put("table", what == 0 ? "nodot" : "public.roles")
                    .put("tenantless", false)
                    .put("partition", what == 1 ? 77 : 0)
                    .put("incremental", false)
                    .put("epoch", what == 2 ? 9 : 1)
                    .put("previousCommitLsn", "0/1")
                    .put("lsn", "0/1")
                    .put("rows", what == 3 ? -1 : 1);
        }

        private byte[] owner() {
            return text(pick("acme", "_system", "junk", "", "beta"));
        }

        /** A sample of ours with something wrong in it, so that it is of another tenant, or of nothing. */
        private byte[] control(String sample) {
            ObjectNode record = (ObjectNode) sample(sample).path("value");
            record.put("tenantId", pick("acme", "_system", "junk", "beta"));
            ObjectNode inner = record.path("request").isObject() ? (ObjectNode) record.path("request") : record;
            damage(pick(record, inner));
            if (record.path("request").isObject()) {
                // Whole, it would be carried out.
                ((ObjectNode) record.path("request")).put("type", pick("END_EXTENSION", "UPGRADE_SEATS", "DROP"));
            }
            byte[] value = bytes(record);
            return random.nextInt(4) == 0 ? Arrays.copyOf(value, random.nextInt(value.length)) : value;
        }

        private static JsonNode sample(String name) {
            try (InputStream in =
                    JsonCodec.class.getResourceAsStream("/io/licensewatch/schemas/samples/" + name + ".json")) {
                return Json.MAPPER.readTree(in);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private byte[] event() {
            return text(pick(
                    "frontier",
                    "passed|x",
                    "passed|1",
                    "passed|99999999999",
                    "passed|",
                    "left|9",
                    "report|junk",
                    "result|junk",
                    "action|junk",
                    "news",
                    ""));
        }

        private byte[] report() {
            return pick(
                    text("null"),
                    text("{}"),
                    text("[]"),
                    text("{\"version\":9}"),
                    text("{\"version\":1,\"tenantId\":\"acme\",\"live\":true,\"open\":[null],\"newlyCritical\":[]}"),
                    text(
                            "{\"version\":1,\"tenantId\":\"junk\",\"live\":true,\"open\":[],\"newlyCritical\":[\"none\"],"
                                    + "\"position\":{\"epoch\":1,\"previousCommit\":1,\"lsn\":1},\"at\":\"2026-03-10T12:00:00Z\"}"),
                    text(
                            "{\"version\":1,\"tenantId\":\"junk\",\"live\":true,\"open\":[],\"newlyCritical\":[],"
                                    + "\"position\":{\"epoch\":9,\"previousCommit\":1,\"lsn\":1},\"at\":\"2026-03-10T12:00:00Z\"}"));
        }

        private static ObjectNode read(byte[] json) {
            try {
                return (ObjectNode) Json.MAPPER.readTree(json);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private static byte[] bytes(JsonNode json) {
            try {
                return Json.MAPPER.writeValueAsBytes(json);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private static byte[] text(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
