package io.licensewatch.streams.topology;

import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.workload.Family;
import io.licensewatch.workload.Judge;
import io.licensewatch.workload.Theme;
import io.licensewatch.workload.WorkloadRun;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
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
 * Everyday writes at random through the production topology. At every frontier, what has been published of every tenant is
 * held against a plain computation over the same rows, and every alert that opens against what was true until then.
 *
 * <p>Run one seed again with {@code -Dlicensewatch.seed=N}; run longer with {@code -Dlicensewatch.simulations=N}.
 */
class WorkloadTopologyTest {
    private static final int TRANSACTIONS = 400;
    private static final int TENANTS = 10;
    private static final int LOSS_ONE_IN = 60;
    private static final Duration DRIFT_HOLD = Duration.ofSeconds(5);
    private static final Set<Theme> WITHOUT = Theme.leftOut();

    @TempDir
    private Path stateDir;

    private final Map<String, TestInputTopic<byte[], byte[]>> inputs = new HashMap<>();

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
        Random random = new Random(seed);
        Instant now = Instant.parse("2026-03-10T12:00:00Z");
        var settings = TopologyFixture.settings(stateDir.resolve(family + "-" + seed));
        long started = System.nanoTime();
        try (TopologyTestDriver driver = new TopologyTestDriver(
                TopologyFixture.topology(settings, new SimpleMeterRegistry()), StreamProperties.of(settings), now)) {
            Judge judge = new Judge(family, WITHOUT, DRIFT_HOLD, seed);
            WorkloadRun run = new WorkloadRun(
                    family,
                    random,
                    TENANTS,
                    WITHOUT,
                    LOSS_ONE_IN,
                    (topic, key, value, at) -> input(driver, topic).pipeInput(key, value, at));
            run.first(now);
            for (int i = 0; i < TRANSACTIONS; i++) {
                now = now.plusMillis(1 + random.nextInt(600));
                run.next(now);
                if (random.nextInt(3) == 0) {
                    now = now.plusMillis(random.nextInt(200) == 0 ? 26 * 3600 * 1000 : 1 + random.nextInt(2000));
                    run.frontier(now);
                    settle(driver);
                    read(driver, judge);
                    judge.compareAll(run, now);
                }
            }
            report(family, seed, run, judge, started);
        }
    }

    private static void report(Family family, long seed, WorkloadRun run, Judge judge, long started) {
        long millis = Math.max(1, (System.nanoTime() - started) / 1_000_000);
        System.out.printf(
                "WorkloadTopologyTest %s: seed %d, %d transactions, %d rows, %d resyncs, %d frontiers in %d ms: %d rows/s%n",
                family,
                seed,
                TRANSACTIONS,
                run.rows(),
                run.resyncs(),
                judge.frontiers(),
                millis,
                run.rows() * 1000L / millis);
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

    private static void read(TopologyTestDriver driver, Judge judge) throws MalformedRecordException {
        for (TestRecord<byte[], byte[]> read : output(driver, Topics.TENANTS).readRecordsToList()) {
            if (read.value() == null) {
                judge.withdrawn(new String(read.key(), StandardCharsets.UTF_8));
            } else {
                judge.published(JsonCodec.TENANT_STATUS.decode(read.value()));
            }
        }
        for (TestRecord<byte[], byte[]> alert : output(driver, Topics.ALERTS).readRecordsToList()) {
            judge.alert(JsonCodec.ALERT.decode(alert.value()));
        }
    }

    private static TestOutputTopic<byte[], byte[]> output(TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
