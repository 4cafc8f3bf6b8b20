package io.licensewatch.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.status.TenantStatus;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.workload.Family;
import io.licensewatch.workload.PlainLicensing;
import io.licensewatch.workload.StatusFields;
import io.licensewatch.workload.Theme;
import io.licensewatch.workload.Txn;
import io.licensewatch.workload.Workload;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Everyday writes at random through the production topology. At every frontier, what has been told of every tenant is
 * held against a plain computation over the same rows, and every alert that opens against what was true until then.
 *
 * <p>Run one seed again with {@code -Dlicensewatch.seed=N}; run longer with {@code -Dlicensewatch.simulations=N}.
 */
class WorkloadTopologyTest {
    private static final int TRANSACTIONS = 600;
    private static final int TENANTS = 10;
    private static final Duration DRIFT_HOLD = Duration.ofSeconds(5);
    private static final Set<Theme> WITHOUT = Theme.leftOut();

    @TempDir
    private Path stateDir;

    private final Map<String, TestInputTopic<byte[], byte[]>> inputs = new HashMap<>();
    private final Map<String, TenantStatus> told = new HashMap<>();
    private final TreeMap<Instant, Set<String>> heldAt = new TreeMap<>();
    private int rows;
    private int resyncs;

    @ParameterizedTest
    @EnumSource(Family.class)
    void what_is_told_equals_a_plain_computation_at_every_frontier(Family family) throws Exception {
        long first = Long.getLong("licensewatch.seed", System.nanoTime() % 1_000_000);
        int simulations = Integer.getInteger("licensewatch.simulations", 1);
        for (long seed = first; seed < first + simulations; seed++) {
            simulate(family, seed);
        }
    }

    private void simulate(Family family, long seed) throws Exception {
        inputs.clear();
        told.clear();
        heldAt.clear();
        rows = 0;
        resyncs = 0;
        Random random = new Random(seed);
        Instant now = Instant.parse("2026-03-10T12:00:00Z");
        var settings = TopologyFixture.settings(stateDir.resolve(family + "-" + seed));
        long started = System.nanoTime();
        try (TopologyTestDriver driver = new TopologyTestDriver(
                TopologyFixture.topology(settings, new SimpleMeterRegistry()), StreamProperties.of(settings), now)) {
            WorkloadFeed feed = new WorkloadFeed(
                    family, (topic, key, value, at) -> input(driver, topic).pipeInput(key, value, at));
            Workload workload = new Workload(family, random, TENANTS, WITHOUT);
            write(feed, workload.first(now), now);
            for (int i = 0; i < TRANSACTIONS; i++) {
                now = now.plusMillis(1 + random.nextInt(600));
                if (random.nextInt(60) == 0) {
                    lost(feed, workload, random, now);
                } else {
                    write(feed, workload.next(now), now);
                }
                if (random.nextInt(3) == 0) {
                    now = now.plusMillis(random.nextInt(200) == 0 ? 26 * 3600 * 1000 : 1 + random.nextInt(2000));
                    feed.frontier(now);
                    settle(driver);
                    check(driver, workload.licensing(), family, seed, now);
                }
            }
        }
        long millis = Math.max(1, (System.nanoTime() - started) / 1_000_000);
        System.out.printf(
                "WorkloadTopologyTest %s: seed %d, %d transactions, %d rows, %d resyncs, %d frontiers in %d ms: %d rows/s%n",
                family, seed, TRANSACTIONS, rows, resyncs, heldAt.size(), millis, rows * 1000L / millis);
    }

    /** Changes are lost; a snapshot of everything, or of the tables concerned alone, makes good for it. */
    private void lost(WorkloadFeed feed, Workload workload, Random random, Instant now) {
        Set<String> concerned = new TreeSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            workload.next(now).writes().forEach(write -> concerned.add(write.table()));
        }
        if (random.nextBoolean()) {
            feed.newEpoch(workload.snapshot(), now);
        } else {
            SourcePosition since = feed.resyncBegins(concerned, now);
            for (int i = random.nextInt(4); i > 0; i--) {
                write(feed, workload.next(now), now);
            }
            feed.resyncEnds(concerned, workload.snapshot(), since, now);
        }
        resyncs++;
    }

    private void write(WorkloadFeed feed, Txn txn, Instant now) {
        feed.write(txn, now);
        rows += txn.writes().size();
    }

    private TestInputTopic<byte[], byte[]> input(TopologyTestDriver driver, String topic) {
        return inputs.computeIfAbsent(
                topic, name -> driver.createInputTopic(name, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    private static void settle(TopologyTestDriver driver) {
        for (int i = 0; i < 4; i++) {
            driver.advanceWallClockTime(Duration.ofMillis(200));
        }
    }

    private void check(TopologyTestDriver driver, PlainLicensing licensing, Family family, long seed, Instant now)
            throws MalformedRecordException {
        readStatuses(driver);
        Set<String> tenants = new HashSet<>(licensing.tenants());
        Set<String> held = new HashSet<>();
        assertThat(told.keySet()).as("seed %d, tenants at %s", seed, now).isEqualTo(tenants);
        for (String tenant : tenants) {
            Map<String, String> expected = comparable(licensing.fields(tenant, now), family);
            TenantStatus status = Objects.requireNonNull(told.get(tenant), "told of each, as seen above");
            assertThat(StatusFields.differences(expected, comparable(StatusFields.of(status), family)))
                    .as("seed %d, %s at %s", seed, tenant, now)
                    .isEmpty();
            conditions(expected).forEach(rule -> held.add(tenant + " " + rule));
        }
        heldAt.put(now, held);
        for (TestRecord<byte[], byte[]> alert : output(driver, Topics.ALERTS).readRecordsToList()) {
            justified(JsonCodec.ALERT.decode(alert.value()), seed);
        }
    }

    private void readStatuses(TopologyTestDriver driver) throws MalformedRecordException {
        for (TestRecord<byte[], byte[]> read : output(driver, Topics.TENANTS).readRecordsToList()) {
            String tenant = new String(read.key(), StandardCharsets.UTF_8);
            if (read.value() == null) {
                told.remove(tenant);
            } else {
                told.put(tenant, JsonCodec.TENANT_STATUS.decode(read.value()));
            }
        }
    }

    private static TestOutputTopic<byte[], byte[]> output(TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Map<String, String> comparable(Map<String, String> fields, Family family) {
        Map<String, String> compared = new TreeMap<>(fields);
        if (family == Family.RUNBOOK) {
            // The time of progress is the commit's, which no column holds; what has stalled follows from it.
            compared.remove("open onboarding-stalled");
            compared.computeIfPresent("onboarding", (field, value) -> value.replaceAll("\\S+ \\S+$", ""));
        } else if (WITHOUT.contains(Theme.PERMISSIONS)) {
            compared.keySet().removeIf(field -> field.startsWith("drift"));
        }
        return compared;
    }

    /** The rules whose condition holds, as far as the fields tell. */
    private static Set<String> conditions(Map<String, String> fields) {
        Set<String> rules = new HashSet<>();
        boolean inScope = "true".equals(fields.get("inScope"));
        fields.forEach((field, value) -> {
            String stage = value.substring(value.lastIndexOf(' ') + 1);
            if (inScope
                    && field.equals("seats")
                    && Set.of("NEAR_LIMIT", "EXCEEDED", "CRITICAL").contains(stage)) {
                rules.add("seat-utilization");
            } else if (field.startsWith("feature") && stage.equals("EXPIRED")) {
                rules.add("license-expired");
            } else if (field.startsWith("feature") && !stage.equals("NONE")) {
                rules.add("license-expiring");
            } else if (field.equals("drift") && !value.startsWith("0 ")) {
                rules.add("rbac-drift");
            } else if (field.equals("onboarding") && stage.equals("true")) {
                rules.add("onboarding-stalled");
            }
        });
        return rules;
    }

    private void justified(AlertEvent alert, long seed) {
        if (alert.status() != AlertStatus.OPEN || !told.containsKey(alert.tenantId())) {
            return;
        }
        Duration hold = alert.rule().equals("rbac-drift") ? DRIFT_HOLD : Duration.ZERO;
        Map<Instant, Set<String>> until = heldAt.subMap(alert.occurredAt().minus(hold), true, alert.occurredAt(), true);
        assertThat(until).as("seed %d: frontiers until %s", seed, alert).isNotEmpty();
        if (!alert.rule().equals("onboarding-stalled")) {
            until.forEach((frontier, held) -> assertThat(held)
                    .as("seed %d, at %s there was a reason for %s", seed, frontier, alert)
                    .contains(alert.tenantId() + " " + alert.rule()));
        }
    }
}
