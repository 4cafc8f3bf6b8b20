package io.licensewatch.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.status.StatusReport;
import io.licensewatch.core.tenant.TenantFacts;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;

/**
 * A tenant that nothing happens to is looked at only when a detector asked for it. So nothing that is told of it may
 * change before that: checked on random tenants at random times before the recheck, the last nanosecond included. And at
 * the recheck itself something is another, or the look would be in vain.
 */
class RecheckSimulationTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final int DAYS = 120;

    @RepeatedTest(300)
    void what_is_told_changes_at_the_recheck_and_not_before() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        TenantFacts facts = tenant(random).facts();
        Instant now = START.plus(Duration.ofMinutes(random.nextInt(DAYS * 24 * 60)));
        for (int step = 0; step < 40 && !now.equals(Instant.MAX); step++) {
            Instant recheckAt = detectors().detect(facts, now).recheckAt();
            assertThat(recheckAt).as("seed %s", seed).isAfter(now);
            List<Object> told = told(facts, now);
            for (Instant before : instantsBetween(now, recheckAt, random)) {
                assertThat(told(facts, before))
                        .as("seed %s: at %s as at %s, recheck at %s", seed, before, now, recheckAt)
                        .isEqualTo(told);
            }
            if (!recheckAt.equals(Instant.MAX)) {
                assertThat(told(facts, recheckAt))
                        .as("seed %s: at %s as at %s", seed, recheckAt, now)
                        .isNotEqualTo(told);
            }
            now = recheckAt;
        }
        assertThat(now).as("seed %s: rechecks come to an end", seed).isEqualTo(Instant.MAX);
    }

    private static TenantDetectors detectors() {
        return new TenantDetectors(DetectionSettings.defaults());
    }

    /** What is material of the observations, and the whole status. */
    private static List<Object> told(TenantFacts facts, Instant now) {
        List<Object> told = new ArrayList<>();
        Assessment assessment = detectors().assess(facts, now);
        for (Observation observation : detectors().detect(assessment).observations()) {
            if (observation instanceof Observation.Holds holds) {
                Finding finding = holds.finding();
                told.add(List.of(
                        holds.rule(), finding.stage(), finding.severity(), finding.level(), finding.fingerprint()));
            } else {
                told.add(observation.rule());
            }
        }
        told.add(StatusReport.of(assessment, List.of(), List.of(), List.of(), new TenantStatus.AsOf("0/0", START)));
        return told;
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

    private static GivenTenant tenant(Random random) {
        GivenTenant tenant = new GivenTenant().offering("basic", 5, "f0", "f1");
        for (int i = random.nextInt(8); i > 0; i--) {
            String feature = "f" + random.nextInt(3);
            if (random.nextInt(6) == 0) {
                tenant.inactiveGrant(feature, boundary(random), boundary(random));
            } else {
                tenant.grant(feature, boundary(random), boundary(random));
            }
        }
        String[] statuses = {"active", "trial", "past_due"};
        tenant.subscription(statuses[random.nextInt(3)], boundary(random));
        tenant.role("r0").role("r1").users(1 + random.nextInt(20), "r0");
        tenant.requiresAll("r0", "s0", "f0", "f1")
                .requiresAny("r0", "s1", "f1", "f2")
                .requiresAll("r1", "s2", "f2");
        tenant.onboardingFlag(random.nextBoolean()).createdAt(time(random).toString());
        if (random.nextBoolean()) {
            tenant.onboarding("payment", List.of(), time(random).toString(), null);
        }
        return tenant;
    }

    private static @Nullable String boundary(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> null;
            case 1 -> random.nextBoolean() ? "infinity" : "-infinity";
            case 2, 3 -> time(random).toString();
            default -> LocalDate.ofInstant(time(random), ZoneOffset.UTC).toString();
        };
    }

    private static Instant time(Random random) {
        return START.plus(Duration.ofHours(random.nextInt(DAYS * 24)));
    }
}
