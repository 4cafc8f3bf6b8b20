package io.licensewatch.core.alert;

import static io.licensewatch.core.remedy.RemedyFindings.drift;
import static io.licensewatch.core.remedy.RemedyFindings.expired;
import static io.licensewatch.core.remedy.RemedyFindings.expiring;
import static io.licensewatch.core.remedy.RemedyFindings.grantable;
import static io.licensewatch.core.remedy.RemedyFindings.onboarding;
import static io.licensewatch.core.remedy.RemedyFindings.removable;
import static io.licensewatch.core.remedy.RemedyFindings.seats;
import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.detect.DriftItem;
import io.licensewatch.core.detect.ExpiryStage;
import io.licensewatch.core.detect.Finding;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.remedy.NoPrecedents;
import io.licensewatch.core.remedy.RemedySettings;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random lives of an alert: random observations at random times, each look from stored bytes alone. An oracle that
 * remembers everything says what must be published; besides, numbering, ids, commands, retirement and wake-up times have to be
 * in order at every step.
 */
class AlertSimulationTest {
    private static final Duration RETIRE_AFTER = Duration.ofMinutes(3);
    private static final int LIVES = Integer.getInteger("licensewatch.simulations", 5);
    private static final int LOOKS = 200;

    @ParameterizedTest
    @MethodSource("io.licensewatch.core.detect.Rule#ofTenants")
    void every_life_of_an_alert_is_in_order(Rule rule) {
        long seed = Long.getLong("licensewatch.seed", new Random().nextLong());
        System.out.println("AlertSimulationTest " + rule + " seed " + seed);
        try {
            live(rule, new Random(seed));
        } catch (AssertionError e) {
            throw new AssertionError("rule " + rule + ", seed " + seed, e);
        }
    }

    @Test
    void a_known_seed_publishes_enough_to_mean_something() {
        long published = Rule.ofTenants().stream()
                .mapToLong(rule -> live(rule, new Random(7)))
                .min()
                .orElse(0);
        assertThat(published).isGreaterThan(10L * LIVES);
    }

    private static long live(Rule rule, Random random) {
        return IntStream.range(0, LIVES)
                .mapToLong(i -> new Life(rule, random).run())
                .sum();
    }

    private static final class Life {
        private final Rule rule;
        private final Random random;
        private final ForDurations holds;
        private final AlertEvaluator evaluator;
        private final AlertOracle oracle;
        private final CommandLedger ledger = new CommandLedger();
        private Instant now = AlertStory.START;
        private byte @Nullable [] stored;
        private @Nullable AlertEvent last;
        private @Nullable Instant retireAt;
        private long published;

        Life(Rule rule, Random random) {
            this.rule = rule;
            this.random = random;
            this.holds = new ForDurations(seconds(), seconds(), seconds(), seconds());
            this.evaluator = new AlertEvaluator(
                    ForDurationSettings.defaults().with(rule, holds), RemedySettings.defaults(), RETIRE_AFTER);
            this.oracle = new AlertOracle(holds);
        }

        private Duration seconds() {
            return Duration.ofSeconds(random.nextInt(3) * 5L);
        }

        long run() {
            for (int i = 0; i < LOOKS; i++) {
                now = now.plusMillis(random.nextInt(20) == 0 ? 300_000 : random.nextInt(6000));
                look(observation());
            }
            return published;
        }

        private void look(Observation observation) {
            boolean seeded = random.nextInt(50) == 0;
            boolean openBefore = oracle.isOpen();
            String expected = oracle.look(now, observation);
            AlertOutcome outcome = evaluate(observation, stored, now, seeded);

            sameAgain(observation, seeded, outcome);
            AlertEvent event = outcome.event();
            assertThat(event == null ? "" : event.status().name())
                    .as("at %s", now)
                    .isEqualTo(expected);
            assertThat(outcome.severityBefore() != null).isEqualTo(openBefore);
            assertThat(outcome.open() != null).isEqualTo(oracle.isOpen());
            if (event != null) {
                took(event, outcome);
            }
            assertThat(outcome.commands().isEmpty() || event != null).isTrue();
            retired(outcome);
            stored = AlertStory.after(outcome, stored);
            wakesInTime(observation, outcome);
        }

        /** A replay from the same bytes tells and leaves the same. */
        private void sameAgain(Observation observation, boolean seeded, AlertOutcome outcome) {
            byte[] copy = stored == null ? null : stored.clone();
            AlertOutcome again = evaluate(observation, copy, now, seeded);
            assertThat(AlertStory.after(again, copy)).isEqualTo(AlertStory.after(outcome, stored));
            assertThat(again.event()).isEqualTo(outcome.event());
            assertThat(again.commands()).isEqualTo(outcome.commands());
        }

        private void took(AlertEvent event, AlertOutcome outcome) {
            published++;
            AlertStory.validate(event);
            boolean opens = event.status() == AlertStatus.OPEN;
            assertThat(event.sequence()).isEqualTo(opens || last == null ? 1 : last.sequence() + 1);
            assertThat(event.episode()).isEqualTo(last == null ? 1 : opens ? last.episode() + 1 : last.episode());
            assertThat(last != null && last.status() != AlertStatus.RESOLVED).isEqualTo(!opens);
            assertThat(event.occurredAt()).isEqualTo(now);
            assertThat(event.openedAt()).isEqualTo(opens || last == null ? now : last.openedAt());
            outcome.commands().forEach(command -> {
                AlertStory.validate(command);
                ledger.take(command, event);
            });
            if (event.status() == AlertStatus.RESOLVED) {
                ledger.assertNothingIsLeftOfAResolvedAlert();
            }
            last = event;
        }

        private void retired(AlertOutcome outcome) {
            boolean due = retireAt != null && !retireAt.isAfter(now) && !oracle.isOpen();
            assertThat(outcome.retire()).isEqualTo(due);
            if (due || oracle.isOpen()) {
                retireAt = null;
            }
            if (outcome.event() != null && outcome.event().status() == AlertStatus.RESOLVED) {
                retireAt = now.plus(RETIRE_AFTER);
            }
        }

        /** If nothing changes, nothing happens before the wake-up time, and something happens then. */
        private void wakesInTime(Observation observation, AlertOutcome outcome) {
            Instant wakeAt = outcome.wakeAt();
            if (wakeAt.equals(Instant.MAX)) {
                assertThat(acts(observation, now.plus(Duration.ofDays(1000)))).isFalse();
                return;
            }
            assertThat(wakeAt).isAfterOrEqualTo(now);
            if (wakeAt.isAfter(now)) {
                assertThat(acts(observation, wakeAt.minusNanos(1))).isFalse();
            }
            assertThat(acts(observation, wakeAt)).isTrue();
        }

        private boolean acts(Observation observation, Instant when) {
            AlertOutcome outcome = evaluate(observation, stored, when, false);
            return outcome.retire() || outcome.event() != null;
        }

        private AlertOutcome evaluate(Observation observation, byte @Nullable [] before, Instant when, boolean seeded) {
            return evaluator.evaluate(
                    AlertStory.context(AlertStory.TENANT, null, when, seeded),
                    observation,
                    StoredAlert.read(before),
                    new NoPrecedents());
        }

        private Observation observation() {
            int kind = random.nextInt(20);
            if (kind < 11) {
                return new Observation.Holds(rule, finding());
            }
            return kind < 18
                    ? new Observation.Absent(rule, kind == 11 ? Observation.Absent.TENANT_CLOSED : "CLEARED")
                    : new Observation.InsufficientData(rule, "public.tenants");
        }

        private Finding finding() {
            return switch (rule) {
                case LICENSE_EXPIRING ->
                    expiring(
                            List.of(ExpiryStage.NOTICE, ExpiryStage.SOON, ExpiryStage.FINAL)
                                    .get(random.nextInt(3)),
                            random.nextBoolean() ? "giving" : "events");
                case LICENSE_EXPIRED ->
                    expired(9 + random.nextInt(4), random.nextBoolean(), random.nextBoolean() ? "giving" : "events");
                case SEAT_UTILIZATION -> seats(46 + random.nextInt(18), 50);
                case RBAC_DRIFT ->
                    drift(
                            9 + random.nextInt(4),
                            IntStream.rangeClosed(1, 1 + random.nextInt(2))
                                    .mapToObj(this::item)
                                    .toArray(DriftItem[]::new));
                case ONBOARDING_STALLED ->
                    onboarding(
                            "rbac-setup",
                            random.nextBoolean() ? List.of() : List.of("giving"),
                            random.nextBoolean(),
                            random.nextBoolean());
                case VIEW_REFRESH_FAILING,
                        VIEW_STALE,
                        SYSTEM_HEALTH,
                        MULTI_TENANT_IMPACT,
                        FEED_STALLED,
                        REMEDIATION_HELD -> throw new IllegalStateException(rule + " is not about a tenant");
            };
        }

        private DriftItem item(int number) {
            return random.nextBoolean() ? grantable("role-" + number, "giving") : removable("role-" + number, "giving");
        }
    }
}
