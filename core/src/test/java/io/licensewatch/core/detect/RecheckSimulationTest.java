package io.licensewatch.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.status.StatusReport;
import io.licensewatch.core.tenant.TenantFacts;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;

/**
 * A tenant that nothing happens to is looked at only when a detector asked for it. So nothing that is reported of it may
 * change before that: checked on random tenants at random times before the recheck, the last nanosecond included. And at
 * the recheck itself something is another, or the look would be in vain.
 */
class RecheckSimulationTest {
    @RepeatedTest(300)
    void what_is_told_changes_at_the_recheck_and_not_before() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        TenantFacts facts = RandomTenant.of(random).facts();
        Instant now = RandomTenant.START.plus(Duration.ofMinutes(random.nextInt(RandomTenant.DAYS * 24 * 60)));
        for (int step = 0; step < 40 && !now.equals(Instant.MAX); step++) {
            Instant recheckAt =
                    detectors().detect(detectors().assess(facts, now)).recheckAt();
            assertThat(recheckAt).as("seed %s", seed).isAfter(now);
            List<Object> reported = reported(facts, now);
            for (Instant before : instantsBetween(now, recheckAt, random)) {
                assertThat(reported(facts, before))
                        .as("seed %s: at %s as at %s, recheck at %s", seed, before, now, recheckAt)
                        .isEqualTo(reported);
            }
            if (!recheckAt.equals(Instant.MAX)) {
                assertThat(reported(facts, recheckAt))
                        .as("seed %s: at %s as at %s", seed, recheckAt, now)
                        .isNotEqualTo(reported);
            }
            now = recheckAt;
        }
        assertThat(now).as("seed %s: rechecks come to an end", seed).isEqualTo(Instant.MAX);
    }

    private static TenantDetectors detectors() {
        return new TenantDetectors(DetectionSettings.defaults());
    }

    /** What is material of the observations, and the whole status. */
    private static List<Object> reported(TenantFacts facts, Instant now) {
        List<Object> reported = new ArrayList<>();
        Assessment assessment = detectors().assess(facts, now);
        for (Observation observation : detectors().detect(assessment).observations()) {
            if (observation instanceof Observation.Holds holds) {
                Finding finding = holds.finding();
                reported.add(List.of(
                        holds.rule(), finding.stage(), finding.severity(), finding.level(), finding.fingerprint()));
            } else {
                reported.add(observation.rule());
            }
        }
        reported.add(StatusReport.of(
                assessment, List.of(), List.of(), List.of(), new TenantStatus.AsOf("0/0", RandomTenant.START)));
        return reported;
    }

    private static List<Instant> instantsBetween(Instant now, Instant recheckAt, Random random) {
        Instant end = recheckAt.equals(Instant.MAX) ? now.plus(Duration.ofDays(4000)) : recheckAt;
        List<Instant> instants = new ArrayList<>();
        instants.add(end.minusNanos(1));
        Duration between = Duration.between(now, end);
        for (int i = 0; i < 5; i++) {
            instants.add(now.plusSeconds((long) (random.nextDouble() * between.toSeconds())));
        }
        return instants;
    }
}
