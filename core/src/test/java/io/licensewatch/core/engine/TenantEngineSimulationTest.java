package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.alert.AlertEvaluator;
import io.licensewatch.core.alert.ForDurationSettings;
import io.licensewatch.core.alert.ForDurations;
import io.licensewatch.core.detect.Detection;
import io.licensewatch.core.detect.DetectionSettings;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.detect.TenantDetectors;
import io.licensewatch.core.remedy.RemedySettings;
import io.licensewatch.core.status.StatusReport;
import io.licensewatch.core.tenant.TenantFacts;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.status.TenantStatus;
import io.licensewatch.workload.Judge;
import io.licensewatch.workload.PlainLicensing;
import io.licensewatch.workload.StatusFields;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Simulates a source, a task that reads it in every order that Kafka allows, with replays and deaths, and holds what the
 * task tells against what a plain computation says of the source at the very same frontier. {@link PlainLicensing} shares no code
 * with the core, so it sees a wrong detector too; {@link PlainFacts} with the detectors themselves says the rest, such as levels.
 *
 * <p>Run one seed again with {@code -Dlicensewatch.seed=N}; run longer with {@code -Dlicensewatch.simulations=N}.
 */
class TenantEngineSimulationTest {
    private static final int STEPS = 4_000;
    private static final ForDurationSettings DURATIONS = ForDurationSettings.defaults();
    /** So many show every rule; fewer are run to repeat a seed. */
    private static final int ENOUGH = 10;

    private final DetectionSettings detection = DetectionSettings.defaults();
    private final TenantDetectors detectors = new TenantDetectors(detection);
    private final RuleBook rules = new RuleBook(
            ZoneOffset.UTC, detectors, new AlertEvaluator(DURATIONS, RemedySettings.defaults(), Duration.ofHours(24)));

    private final Set<String> opened = new HashSet<>();
    private final NavigableMap<Instant, String> lsnOfFrontier = new TreeMap<>();

    @Test
    void what_is_told_equals_the_source_at_its_frontier_in_any_order_of_arrival() {
        long first = Long.getLong("licensewatch.seed", System.nanoTime() % 1_000_000);
        int simulations = Integer.getInteger("licensewatch.simulations", 25);
        for (long seed = first; seed < first + simulations; seed++) {
            simulate(seed);
        }
        if (simulations >= ENOUGH) {
            assertThat(opened)
                    .as("rules whose condition the simulated source brings about")
                    .containsAll(Rule.ofTenants().stream().map(Rule::id).toList());
        }
    }

    /** Whether the rule's alerts say at each frontier exactly whether the condition holds. */
    private static boolean isExact(Rule rule) {
        ForDurations durations = DURATIONS.of(rule);
        return durations.opening().isZero() && durations.easing().isZero();
    }

    private static ForDurations durations(AlertEvent event) {
        return Rule.ofTenants().stream()
                .filter(rule -> rule.id().equals(event.rule()))
                .map(DURATIONS::of)
                .findFirst()
                .orElseThrow();
    }

    private void simulate(long seed) {
        Random random = new Random(seed);
        lsnOfFrontier.clear();
        SimulatedSource source = new SimulatedSource(random);
        SimulatedTask task = new SimulatedTask(random, rules);
        SimulatedWorker worker = new SimulatedWorker(random);
        for (int step = 0; step < STEPS; step++) {
            int kind = random.nextInt(12);
            if (kind == 0) {
                task.write(source.transaction());
            } else if (kind == 1) {
                frontier(source, task);
            } else if (kind == 2) {
                worker.act(task.published, source.lsn(), source.now()).forEach(task::write);
            } else {
                task.step();
            }
            if (step % 1000 == 999) {
                settle(source, task, seed);
            }
        }
        for (int i = 0; i < 400; i++) { // until every hold is over
            frontier(source, task);
            task.drain();
        }
        check(source, task.published, seed);
        new VerdictOracle(source, lsnOfFrontier, seed).check(task.published, worker.applied());
    }

    private Frontier frontier(SimulatedSource source, SimulatedTask task) {
        Frontier frontier = source.frontier();
        lsnOfFrontier.put(frontier.sourceTime(), frontier.lsn());
        task.write(frontier);
        return frontier;
    }

    /** Two frontiers without changes between: whoever was ahead of the first is looked at by the second. */
    private void settle(SimulatedSource source, SimulatedTask task, long seed) {
        frontier(source, task);
        task.drain();
        Frontier last = frontier(source, task);
        task.drain();
        Map<String, TenantStatus> statuses = new HashMap<>();
        task.published.forEach(published -> {
            if (published instanceof TenantStatus status) {
                statuses.put(status.tenantId(), status);
            }
        });
        for (String tenant : SimulatedSource.TENANTS) {
            TenantFacts facts = PlainFacts.of(source.stateAt(last.lsn()), tenant, last.sourceTime());
            TenantStatus published = statuses.get(tenant);
            if (published != null && !isGone(facts)) {
                assertThat(published)
                        .as("seed %d, %s at rest", seed, tenant)
                        .isEqualTo(expected(facts, last.sourceTime(), published));
                checkOpenAlerts(facts, last.sourceTime(), published, seed);
                assertThat(StatusFields.differences(
                                plain(source, last.lsn(), tenant, last.sourceTime()), StatusFields.of(published)))
                        .as("seed %d, %s at rest", seed, tenant)
                        .isEmpty();
            }
        }
    }

    private void checkOpenAlerts(TenantFacts facts, Instant now, TenantStatus published, long seed) {
        Set<String> open = new HashSet<>();
        published.openAlerts().forEach(alert -> open.add(alert.rule()));
        for (Observation observation :
                detectors.detect(detectors.assess(facts, now)).observations()) {
            if (isExact(observation.rule())) {
                assertThat(open.contains(observation.rule().id()))
                        .as("seed %d, %s of %s is open", seed, observation.rule(), facts.tenantId())
                        .isEqualTo(observation instanceof Observation.Holds);
            }
        }
    }

    private static boolean isGone(TenantFacts facts) {
        return facts.tenant() == null
                && facts.grants().isEmpty()
                && facts.roles().isEmpty()
                && facts.roleSets().isEmpty()
                && facts.onboarding().isEmpty();
    }

    private void check(SimulatedSource source, List<Object> published, long seed) {
        Map<String, AlertEvent> lastOf = new HashMap<>();
        Set<String> commands = new HashSet<>();
        for (Object record : published) {
            if (record instanceof TenantStatus status) {
                checkStatus(source, status, seed);
            } else if (record instanceof AlertEvent event) {
                opened.add(event.rule());
                checkSequence(lastOf.put(event.key(), event), event, seed);
                checkJustified(source, event, seed);
                checkHeld(source, event, seed);
                checkGone(source, event, seed);
            } else if (record instanceof RemediationCommand command) {
                assertThat(commands.add(command.kind() + command.commandId()))
                        .as("seed %d: %s is published once", seed, command)
                        .isTrue();
            }
        }
        assertThat(lastOf).as("seed %d: alerts were published", seed).isNotEmpty();
    }

    private void checkStatus(SimulatedSource source, TenantStatus status, long seed) {
        Instant now = status.asOf().sourceTime();
        TenantFacts facts = PlainFacts.of(source.stateAt(status.asOf().lsn()), status.tenantId(), now);
        assertThat(status)
                .as("seed %d, status of %s at %s", seed, status.tenantId(), status.asOf())
                .isEqualTo(expected(facts, now, status));
        assertThat(StatusFields.differences(
                        plain(source, status.asOf().lsn(), status.tenantId(), now), StatusFields.of(status)))
                .as("seed %d, status of %s at %s", seed, status.tenantId(), status.asOf())
                .isEmpty();
    }

    /** What the rows at a frontier mean for a tenant. */
    private static Map<String, String> plain(SimulatedSource source, String lsn, String tenant, Instant now) {
        return new PlainLicensing(new SimulatedTables(source.stateAt(lsn))).fields(tenant, now);
    }

    /** The seats' growth needs the days before, which the rows do not tell; it has a test of its own. */
    private TenantStatus expected(TenantFacts facts, Instant now, TenantStatus published) {
        TenantStatus plain = StatusReport.of(
                detectors.assess(facts, now),
                published.openAlerts(),
                published.insufficientData(),
                published.commands(),
                published.asOf());
        return new TenantStatus(
                plain.tenantId(),
                plain.tenantName(),
                plain.inScope(),
                plain.seats(),
                plain.features(),
                plain.featuresLeftOut(),
                plain.drift(),
                plain.onboarding(),
                new TenantStatus.Forecast(
                        plain.forecast().coverageGap(), published.forecast().seats()),
                plain.openAlerts(),
                plain.insufficientData(),
                published.commands(),
                published.commandsLeftOut(),
                plain.score(),
                plain.asOf());
    }

    /** Episodes count from 1, sequences within them from 1 without gaps; an episode opens once and ends once. */
    private static void checkSequence(@Nullable AlertEvent before, AlertEvent event, long seed) {
        if (before == null || before.status() == AlertStatus.RESOLVED) {
            assertThat(event.status()).as("seed %d: %s", seed, event).isEqualTo(AlertStatus.OPEN);
            assertThat(event.episode()).isEqualTo(before == null ? 1 : before.episode() + 1);
            assertThat(event.sequence()).isEqualTo(1);
        } else {
            assertThat(event.status())
                    .as("seed %d: %s after %s", seed, event, before)
                    .isNotEqualTo(AlertStatus.OPEN);
            assertThat(event.episode()).isEqualTo(before.episode());
            assertThat(event.sequence()).isEqualTo(before.sequence() + 1);
        }
    }

    /** No transition for a condition that the source did not have at that frontier. */
    private void checkJustified(SimulatedSource source, AlertEvent event, long seed) {
        String lsn = lsnOfFrontier.getOrDefault(event.occurredAt(), "none");
        assertThat(lsn).as("seed %d: %s is at a frontier", seed, event).isNotEqualTo("none");
        TenantFacts facts = PlainFacts.of(source.stateAt(lsn), event.tenantId(), event.occurredAt());
        Detection detected = detectors.detect(detectors.assess(facts, event.occurredAt()));
        Observation observation = detected.observations().stream()
                .filter(o -> o.rule().id().equals(event.rule()))
                .findFirst()
                .orElseThrow();
        assertThat(Judge.conditions(plain(source, lsn, event.tenantId(), event.occurredAt()))
                        .contains(event.rule()))
                .as("seed %d: %s", seed, event)
                .isEqualTo(event.status() != AlertStatus.RESOLVED);
        if (event.status() == AlertStatus.RESOLVED) {
            assertThat(observation).as("seed %d: %s", seed, event).isInstanceOf(Observation.Absent.class);
        } else {
            assertThat(observation)
                    .as("seed %d: %s", seed, event)
                    .isInstanceOfSatisfying(Observation.Holds.class, holds -> {
                        assertThat(event.stage())
                                .as("seed %d: stage of %s", seed, event)
                                .isEqualTo(holds.finding().stage());
                        assertThat(event.affectedUsers())
                                .as("seed %d: users of %s", seed, event)
                                .isEqualTo(holds.finding().affectedUsers());
                    });
        }
    }

    /** Nor for one that came and went within the rule's hold. */
    private void checkHeld(SimulatedSource source, AlertEvent event, long seed) {
        Duration hold = durations(event).opening();
        if (event.status() == AlertStatus.OPEN) {
            lsnOfFrontier
                    .subMap(event.occurredAt().minus(hold), true, event.occurredAt(), true)
                    .forEach((frontier, lsn) -> {
                        TenantFacts facts = PlainFacts.of(source.stateAt(lsn), event.tenantId(), frontier);
                        assertThat(detectors
                                        .detect(detectors.assess(facts, frontier))
                                        .observations())
                                .as("seed %d: at %s there was a reason for %s", seed, frontier, event)
                                .filteredOn(o -> o.rule().id().equals(event.rule()))
                                .hasOnlyElementsOfType(Observation.Holds.class);
                        assertThat(Judge.conditions(plain(source, lsn, event.tenantId(), frontier)))
                                .as("seed %d: at %s there was a reason for %s", seed, frontier, event)
                                .contains(event.rule());
                    });
        }
    }

    /** Nor an end of one that was as it had been reported within the rule's hold, at whatever frontier. */
    private void checkGone(SimulatedSource source, AlertEvent event, long seed) {
        Duration hold = durations(event).easing();
        if (event.status() != AlertStatus.RESOLVED
                || hold.isZero()
                || event.reason().equals(Observation.Absent.TENANT_CLOSED)) {
            return;
        }
        lsnOfFrontier
                .subMap(event.occurredAt().minus(hold), true, event.occurredAt(), true)
                .forEach((frontier, lsn) -> {
                    Map<String, String> fields = plain(source, lsn, event.tenantId(), frontier);
                    assertThat(Judge.conditions(fields).contains(event.rule())
                                    && stage(fields, event.rule()).equals(event.stage()))
                            .as("seed %d: at %s there was no reason for %s", seed, frontier, event)
                            .isFalse();
                });
    }

    /** Severity and level follow from it: drift of the few users of this source has one level. */
    private static String stage(Map<String, String> fields, String rule) {
        String seats = fields.getOrDefault("seats", "");
        return rule.equals(Rule.SEAT_UTILIZATION.id()) ? seats.substring(seats.lastIndexOf(' ') + 1) : "DRIFT";
    }
}
