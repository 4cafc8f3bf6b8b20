package io.licensewatch.core.engine;

import io.licensewatch.core.alert.AlertEvaluator;
import io.licensewatch.core.alert.ForDurationSettings;
import io.licensewatch.core.detect.DetectionSettings;
import io.licensewatch.core.detect.TenantDetectors;
import io.licensewatch.core.frontier.FrontierRules;
import io.licensewatch.core.remedy.RemedySettings;
import io.licensewatch.core.status.TenantReport;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.Verdict;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.status.TenantStatus;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.workload.Family;
import io.licensewatch.workload.Judge;
import io.licensewatch.workload.Theme;
import io.licensewatch.workload.WorkloadRun;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The everyday writes of {@code WorkloadTopologyTest}, many times as many: through the engines alone, without what a
 * test driver costs for each record. Tenants of which something was written or published are compared at every frontier, all
 * of them now and then. The engines are started anew now and then, with nothing but their state.
 *
 * <p>Run one seed again with {@code -Dlicensewatch.seed=N}; run longer with {@code -Dlicensewatch.simulations=N}.
 */
class WorkloadEngineTest {
    private static final int TRANSACTIONS = 12_000;
    /** Transactions between two frontiers, on average: as they come, and as they are caught up with. */
    private static final int[] SPACINGS = {3, 3, 3, 3, 30, 100};
    /** Frontiers after which another spacing is chosen. */
    private static final int STRETCH = 20;

    private static final int TENANTS = 12;
    private static final int LOSS_ONE_IN = 500;
    private static final Duration DRIFT_HOLD = Duration.ofSeconds(5);
    private static final Set<Theme> WITHOUT = Theme.leftOut();
    private static final Topics TOPICS = Topics.defaults();

    private final RuleBook rules = new RuleBook(
            ZoneOffset.UTC,
            new TenantDetectors(DetectionSettings.defaults()),
            new AlertEvaluator(ForDurationSettings.defaults(), RemedySettings.defaults(), Duration.ofHours(24)));

    @ParameterizedTest
    @EnumSource(Family.class)
    void what_is_told_equals_a_plain_computation_through_thousands_of_transactions(Family family) {
        long first = Long.getLong("licensewatch.seed", System.nanoTime() % 1_000_000);
        int simulations = Integer.getInteger("licensewatch.simulations", 1);
        for (long seed = first; seed < first + simulations; seed++) {
            simulate(family, seed);
        }
    }

    private void simulate(Family family, long seed) {
        Random random = new Random(seed);
        Instant now = Instant.parse("2026-03-10T12:00:00Z");
        Judge judge = new Judge(family, WITHOUT, DRIFT_HOLD, seed);
        Engines engines = new Engines(judge, random);
        WorkloadRun run = new WorkloadRun(
                family,
                random,
                TENANTS,
                WITHOUT,
                LOSS_ONE_IN,
                (topic, key, value, at) -> engines.take(topic, key, value));
        long started = System.nanoTime();
        run.first(now);
        int spacing = SPACINGS[0];
        for (int i = 0; i < TRANSACTIONS; i++) {
            now = now.plusMillis(1 + random.nextInt(600));
            run.next(now);
            if (random.nextInt(spacing) == 0) {
                now = now.plusMillis(random.nextInt(200) == 0 ? 26 * 3600 * 1000 : 1 + random.nextInt(2000));
                run.frontier(now);
                if (random.nextInt(4) == 0) {
                    judge.passes(run, now);
                    engines.readSome();
                } else {
                    engines.finish();
                    judge(judge, run, engines, now);
                }
            }
            if (random.nextInt(STRETCH * spacing) == 0) {
                spacing = SPACINGS[random.nextInt(SPACINGS.length)];
            }
        }
        long millis = Math.max(1, (System.nanoTime() - started) / 1_000_000);
        System.out.printf(
                "WorkloadEngineTest %s: seed %d, %d transactions, %d resyncs, %d frontiers, %d statuses compared, "
                        + "%d records in %d ms: %d records/s%n",
                family,
                seed,
                TRANSACTIONS,
                run.resyncs(),
                judge.frontiers(),
                judge.compared(),
                engines.records,
                millis,
                engines.records * 1000 / millis);
    }

    private static void judge(Judge judge, WorkloadRun run, Engines engines, Instant now) {
        if (judge.frontiers() % 50 == 49) {
            judge.compareAll(run, now);
            engines.restart();
        } else {
            judge.compareChanged(run, now);
        }
    }

    /** The engines of one task, wired as the topology wires them. */
    private final class Engines {
        private final Map<String, SourceTable> tables = new HashMap<>();
        private final SortedKeyValues waiting = new SortedKeyValues();
        private final SortedKeyValues state = new SortedKeyValues();
        private final SortedKeyValues timers = new SortedKeyValues();
        private final EngineSettings settings;
        private final Recorder recorder;
        private final Random random;
        /** What is to be read, by topic; of each in order, but of all in any. */
        private final Map<String, Deque<Read>> topics = new LinkedHashMap<>();

        private ReferenceEngine reference;
        private TenantEngine tenants;
        private long records;

        Engines(Judge judge, Random random) {
            for (SourceTable table : SourceTable.values()) {
                tables.put(TOPICS.table(table), table);
            }
            this.random = random;
            settings = new EngineSettings(1 + random.nextInt(20), Duration.ZERO);
            recorder = new Recorder(judge);
            tenants = new TenantEngine(state, timers, rules, settings, 0, recorder);
            reference = reference(tenants);
        }

        void restart() {
            tenants = new TenantEngine(state, timers, rules, settings, 0, recorder);
            reference = reference(tenants);
        }

        private ReferenceEngine reference(TenantEngine to) {
            return new ReferenceEngine(
                    waiting, new FrontierRules(TOPICS.partitions()), settings.stepBudget(), new ReferenceOut(to));
        }

        private record Read(byte[] key, byte @Nullable [] value) {}

        void take(String topic, byte[] key, byte @Nullable [] value) {
            topics.computeIfAbsent(topic, t -> new ArrayDeque<>()).add(new Read(key, value));
        }

        /** Some topics are read further than others. */
        void readSome() {
            List<String> open = new ArrayList<>(topics.keySet());
            open.removeIf(topic -> random.nextBoolean());
            read(open);
        }

        /** A frontier may be read before rows that it covers. */
        private void read(List<String> open) {
            if (random.nextBoolean() && open.remove(TOPICS.frontier())) {
                drain(TOPICS.frontier(), Integer.MAX_VALUE);
            }
            while (!open.isEmpty()) {
                String topic = open.get(random.nextInt(open.size()));
                if (drain(topic, 1 + random.nextInt(20))) {
                    open.remove(topic);
                }
                if (random.nextInt(10) == 0) {
                    tenants.step();
                }
            }
        }

        /** Returns whether nothing is left. */
        private boolean drain(String topic, int most) {
            Deque<Read> reads = topics.getOrDefault(topic, new ArrayDeque<>());
            for (int i = 0; i < most && !reads.isEmpty(); i++) {
                Read next = reads.remove();
                process(topic, next.key(), next.value());
            }
            return reads.isEmpty();
        }

        private void process(String topic, byte[] key, byte @Nullable [] value) {
            SourceTable table = tables.get(topic);
            if (value == null || table == SourceTable.MATERIALIZED_VIEW_REFRESH_JOBS) {
                return;
            }
            records++;
            try {
                if (topic.equals(TOPICS.frontier())) {
                    passFrontier(JsonCodec.FRONTIER.decode(value));
                } else if (topic.equals(TOPICS.standings(SourceTable.ROLES))) {
                    reference.onStanding(key, value);
                    letOut();
                } else if (table == null) {
                    reference.onTenantlessChange(key, value);
                    letOut();
                } else if (table.isReference()) {
                    reference.onChange(key, value);
                    letOut();
                } else {
                    tenants.onRowChange(key, value);
                }
            } catch (MalformedRecordException e) {
                throw new AssertionError(e);
            }
        }

        private void passFrontier(Frontier frontier) throws MalformedRecordException {
            reference.onFrontier(frontier, frontier.sourceTime(), frontier.sourceTime());
            letOut();
        }

        private void letOut() {
            while (reference.step()) {
                // until nothing is left
            }
        }

        void finish() {
            read(new ArrayList<>(topics.keySet()));
            while (tenants.step()) {
                // until nothing is due
            }
        }
    }

    private record Recorder(Judge judge) implements TenantOutput {
        @Override
        public void alert(AlertEvent event) {
            judge.alert(event);
        }

        @Override
        public void retireAlert(String tenantId, String alertKey, Instant at) {}

        @Override
        public void command(RemediationCommand command, @Nullable AlertEvent cause) {}

        @Override
        public void verdict(Verdict verdict) {}

        @Override
        public void status(TenantStatus status, byte[] json) {
            judge.published(status);
        }

        @Override
        public void retireStatus(String tenantId, Instant at) {
            judge.withdrawn(tenantId);
        }

        @Override
        public void report(TenantReport report) {}

        @Override
        public void passed(Frontier frontier) {}

        @Override
        public void deadLetter(byte[] key, byte[] value, String reason) {
            throw new AssertionError("dead letter: " + reason);
        }

        @Override
        public void leftOut(String table, String column) {
            throw new AssertionError("left out: " + table + "." + column);
        }
    }
}
