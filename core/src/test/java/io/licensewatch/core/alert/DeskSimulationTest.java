package io.licensewatch.core.alert;

import static io.licensewatch.core.remedy.RemedyFindings.drift;
import static io.licensewatch.core.remedy.RemedyFindings.expired;
import static io.licensewatch.core.remedy.RemedyFindings.expiring;
import static io.licensewatch.core.remedy.RemedyFindings.grantable;
import static io.licensewatch.core.remedy.RemedyFindings.onboarding;
import static io.licensewatch.core.remedy.RemedyFindings.removable;
import static io.licensewatch.core.remedy.RemedyFindings.seats;
import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.alert.AlertDesk.Outcome;
import io.licensewatch.core.detect.DriftItem;
import io.licensewatch.core.detect.ExpiryStage;
import io.licensewatch.core.detect.Finding;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.remedy.Precedents;
import io.licensewatch.core.remedy.RemedySettings;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random lives of an alert: random observations at random times, each look from stored bytes alone. An oracle that
 * remembers everything says what must be told; besides, numbering, ids, commands, retirement and wake-up times have to be
 * in order at every step.
 */
class DeskSimulationTest {
    private static final Duration RETIRE_AFTER = Duration.ofMinutes(3);
    private static final int LIVES = Integer.getInteger("licensewatch.simulations", 5);
    private static final int LOOKS = 200;

    @ParameterizedTest
    @MethodSource("io.licensewatch.core.detect.Rule#ofTenants")
    void everyLifeOfAnAlertIsInOrder(Rule rule) {
        long seed = Long.getLong("licensewatch.seed", new Random().nextLong());
        System.out.println("DeskSimulationTest " + rule + " seed " + seed);
        try {
            live(rule, new Random(seed));
        } catch (AssertionError e) {
            throw new AssertionError("rule " + rule + ", seed " + seed, e);
        }
    }

    @Test
    void aKnownSeedTellsEnoughToMeanSomething() {
        long told = Rule.ofTenants().stream()
                .mapToLong(rule -> live(rule, new Random(7)))
                .min()
                .orElse(0);
        assertThat(told).isGreaterThan(10L * LIVES);
    }

    private static long live(Rule rule, Random random) {
        return IntStream.range(0, LIVES)
                .mapToLong(i -> new Life(rule, random).run())
                .sum();
    }

    private static final class Life {
        private final Rule rule;
        private final Random random;
        private final Holds holds;
        private final AlertDesk desk;
        private final DeskOracle oracle;
        private final CommandLedger ledger = new CommandLedger();
        private Instant now = AlertStory.START;
        private byte @Nullable [] stored;
        private @Nullable AlertEvent last;
        private @Nullable Instant retireAt;
        private long told;

        Life(Rule rule, Random random) {
            this.rule = rule;
            this.random = random;
            this.holds = new Holds(seconds(), seconds(), seconds(), seconds());
            this.desk =
                    new AlertDesk(HoldSettings.defaults().with(rule, holds), RemedySettings.defaults(), RETIRE_AFTER);
            this.oracle = new DeskOracle(holds);
        }

        private Duration seconds() {
            return Duration.ofSeconds(random.nextInt(3) * 5L);
        }

        long run() {
            for (int i = 0; i < LOOKS; i++) {
                now = now.plusMillis(random.nextInt(20) == 0 ? 300_000 : random.nextInt(6000));
                look(observation());
            }
            return told;
        }

        private void look(Observation observation) {
            boolean seeded = random.nextInt(50) == 0;
            boolean openBefore = oracle.isOpen();
            String expected = oracle.look(now, observation);
            Outcome outcome = desk.handle(
                    AlertStory.TENANT, null, observation, stored, now, seeded, Instant.MIN, Precedents.NONE);

            sameAgain(observation, seeded, outcome);
            assertThat(outcome.events().stream().map(event -> event.status().name()))
                    .as("at %s", now)
                    .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
            assertThat(outcome.severityBefore() != null).isEqualTo(openBefore);
            assertThat(outcome.open().isPresent()).isEqualTo(oracle.isOpen());
            outcome.events().forEach(event -> took(event, outcome));
            assertThat(outcome.commands().isEmpty() || !outcome.events().isEmpty())
                    .isTrue();
            retired(outcome);
            stored = outcome.next();
            wakesInTime(observation, outcome);
        }

        /** A replay from the same bytes tells and leaves the same. */
        private void sameAgain(Observation observation, boolean seeded, Outcome outcome) {
            byte[] copy = stored == null ? null : stored.clone();
            Outcome again =
                    desk.handle(AlertStory.TENANT, null, observation, copy, now, seeded, Instant.MIN, Precedents.NONE);
            assertThat(Arrays.equals(again.next(), outcome.next())).isTrue();
            assertThat(again.events()).isEqualTo(outcome.events());
            assertThat(again.commands()).isEqualTo(outcome.commands());
        }

        private void took(AlertEvent event, Outcome outcome) {
            told++;
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

        private void retired(Outcome outcome) {
            boolean due = retireAt != null && !retireAt.isAfter(now) && !oracle.isOpen();
            assertThat(outcome.retire()).isEqualTo(due);
            if (due || oracle.isOpen()) {
                retireAt = null;
            }
            if (!outcome.events().isEmpty() && outcome.events().get(0).status() == AlertStatus.RESOLVED) {
                retireAt = now.plus(RETIRE_AFTER);
            }
        }

        /** If nothing changes, nothing happens before the wake-up time, and something happens then. */
        private void wakesInTime(Observation observation, Outcome outcome) {
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
            Outcome outcome = desk.handle(
                    AlertStory.TENANT, null, observation, stored, when, false, Instant.MIN, Precedents.NONE);
            return outcome.retire() || !outcome.events().isEmpty();
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
                default -> throw new IllegalStateException(rule + " is not about a tenant");
            };
        }

        private DriftItem item(int number) {
            return random.nextBoolean() ? grantable("role-" + number, "giving") : removable("role-" + number, "giving");
        }
    }
}
