package io.licensewatch.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.alert.AlertEvaluator;
import io.licensewatch.core.alert.ForDurationSettings;
import io.licensewatch.core.alert.ForDurations;
import io.licensewatch.core.detect.DetectionSettings;
import io.licensewatch.core.detect.OtherSettings;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.detect.TenantDetectors;
import io.licensewatch.core.engine.RuleBook;
import io.licensewatch.core.remedy.RemedySettings;
import io.licensewatch.core.system.SystemSettings;
import io.licensewatch.runtime.process.ServiceRun;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.streams.settings.StreamSettings;
import io.licensewatch.streams.topology.DetachedTopology;
import io.licensewatch.workload.Family;
import io.licensewatch.workload.Theme;
import io.licensewatch.workload.WorkloadRun;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Everyday writes at random, with snapshots and resyncs, spread over partitions as cdc does. What a replay says is held against
 * what the engines say that read each record as it is written.
 *
 * <p>Run one seed again with {@code -Dlicensewatch.seed=N}; run longer with {@code -Dlicensewatch.simulations=N}.
 */
class ReplayOracleTest {
    private static final int TRANSACTIONS = 250;
    private static final Map<String, String> OTHER_RULES =
            Map.of("licensewatch.rules.drift-hold", "2s", "licensewatch.rules.onboarding-stall", "20h");

    @TempDir
    private Path temporary;

    private final LiveEngines present = new LiveEngines(
            new RuleBook(
                    ZoneOffset.UTC,
                    new TenantDetectors(DetectionSettings.defaults()),
                    new AlertEvaluator(
                            ForDurationSettings.defaults(), RemedySettings.defaults(), Duration.ofHours(24))),
            SystemSettings.defaults());
    private final LiveEngines other = new LiveEngines(
            new RuleBook(
                    ZoneOffset.UTC,
                    new TenantDetectors(OtherSettings.with(
                            DetectionSettings.defaults(),
                            ZoneOffset.UTC,
                            DetectionSettings.defaults().closedStatuses(),
                            Duration.ofHours(20))),
                    new AlertEvaluator(
                            ForDurationSettings.defaults()
                                    .with(Rule.RBAC_DRIFT, ForDurations.all(Duration.ofSeconds(2))),
                            RemedySettings.defaults(),
                            Duration.ofHours(24))),
            SystemSettings.defaults());

    @ParameterizedTest
    @EnumSource(Family.class)
    void a_replay_says_what_the_engines_said_and_what_they_would_have_said(Family family) throws Exception {
        long first = Long.getLong("licensewatch.seed", System.nanoTime() % 1_000_000);
        int simulations = Integer.getInteger("licensewatch.simulations", 1);
        for (long seed = first; seed < first + simulations; seed++) {
            simulate(family, seed);
        }
    }

    private void simulate(Family family, long seed) throws Exception {
        present.alerts.clear();
        other.alerts.clear();
        ReplayOracleTest once = new ReplayOracleTest();
        once.temporary = temporary.resolve(family + "-" + seed);
        MemoryHistory history = once.write(family, new Random(seed));
        once.fromTheBeginning(history, seed);
        once.fromTheMiddle(history, seed, new Random(seed));
    }

    private MemoryHistory write(Family family, Random random) {
        MemoryHistory history = new MemoryHistory();
        SpreadFeed feed = new SpreadFeed(history);
        WorkloadRun run = new WorkloadRun(family, random, 10, Theme.leftOut(), 60, (topic, key, value, at) -> {
            feed.pipe(topic, key, value, at);
            present.pipe(topic, key, value, at);
            other.pipe(topic, key, value, at);
        });
        Instant now = Instant.parse("2026-03-10T12:00:00Z");
        run.first(now);
        for (int i = 0; i < TRANSACTIONS; i++) {
            now = now.plusMillis(1 + random.nextInt(20_000));
            run.next(now);
            if (random.nextInt(3) == 0) {
                now = now.plusMillis(random.nextInt(200) == 0 ? 26 * 3600 * 1000 : 1 + random.nextInt(2000));
                run.frontier(now);
            }
        }
        run.frontier(now.plusSeconds(1));
        return history;
    }

    private void fromTheBeginning(MemoryHistory history, long seed) throws Exception {
        Range all = new Range(Instant.MIN, Instant.MIN, Instant.MAX);
        assertThat(replayed(history, all, Map.of())).as("seed " + seed).isEqualTo(said(present));
        assertThat(replayed(history, all, OTHER_RULES)).as("seed " + seed).isEqualTo(said(other));
    }

    /** Each transition: id, time, what it says. */
    private static List<String> said(LiveEngines engines) {
        return said(engines.alerts);
    }

    private static List<String> said(List<AlertEvent> alerts) {
        return alerts.stream()
                .map(one -> one.eventId() + " " + one.occurredAt() + " " + one.key() + " " + one.status() + " "
                        + one.reason() + " " + one.stage() + " " + one.severity() + " " + one.level() + " "
                        + one.affectedUsers())
                .sorted()
                .toList();
    }

    private List<String> replayed(MemoryHistory history, Range range, Map<String, String> rules) {
        List<AlertEvent> alerts = new ArrayList<>();
        Findings findings = new Findings();
        Merge merge = new Merge(history, range, findings);
        try (RuleRun run =
                new RuleRun(settings(rules), temporary.resolve("run-" + rules.size()), history.readAt(), alerts::add)) {
            for (Step step = merge.next(); step != null; step = merge.next()) {
                run.take(List.of(step));
            }
            assertThat(run.deadLetters()).isZero();
        }
        assertThat(findings.notes()).noneMatch(note -> note.contains("missing"));
        return said(alerts);
    }

    private static Settings settings(Map<String, String> rules) {
        return Settings.of(StreamSettings.all(), rules);
    }

    /** Of what is left after retention and compaction; what is reported is the same from there on. */
    private void fromTheMiddle(MemoryHistory history, long seed, Random random) throws Exception {
        Settings here = settings(Map.of());
        Duration warmUp = DetachedTopology.warmUp(here);
        List<Frontier> frontiers = history.frontiers();
        Instant oldest = frontiers.get(random.nextInt(frontiers.size() / 2)).sourceTime();
        MemoryHistory kept = history.compacted(oldest);
        Range range = Range.of(kept, null, null, warmUp);
        Comparison expected = Comparison.of(episodes(present), episodes(other), range.from());
        AtomicReference<Replay.@Nullable Outcome> outcome = new AtomicReference<>();
        ServiceRun.untilStopped(run -> {
            outcome.set(new Replay(
                            kept,
                            range,
                            new Rulings(here, settings(OTHER_RULES), "others"),
                            temporary,
                            new PrintWriter(Writer.nullWriter()))
                    .run(run));
            run.stop();
        });
        Comparison found = Objects.requireNonNull(outcome.get()).result().comparison();
        assertThat(lines(found, range.from())).as("seed " + seed).isEqualTo(lines(expected, range.from()));
        assertThat(found.present()).as("seed " + seed).isEqualTo(expected.present());
        assertThat(found.other()).as("seed " + seed).isEqualTo(expected.other());
        System.out.printf(
                "ReplayOracleTest: seed %d, from %s, %d differences, %d the same%n",
                seed, range.from(), found.differences().size(), found.same());
    }

    private static Episodes episodes(LiveEngines engines) {
        Episodes episodes = new Episodes();
        engines.alerts.forEach(episodes::add);
        return episodes;
    }

    private static List<String> lines(Comparison comparison, Instant from) {
        return comparison.differences().stream()
                .map(one -> one.either().key() + " " + line(one.present(), from) + " / " + line(one.other(), from))
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    private static String line(@Nullable Episode episode, Instant from) {
        return episode == null
                ? "-"
                : episode.since(from).stream()
                        .map(step -> (step.at().isAfter(from) ? step.at() : "before") + " " + step.status() + " "
                                + step.stage() + " " + step.severity() + " " + step.level())
                        .toList()
                        .toString();
    }
}
