package io.licensewatch.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.tenant.RoleSet;
import io.licensewatch.core.tenant.SeatHistory;
import io.licensewatch.core.tenant.TenantFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** An assessment that takes over from the former one what has not changed. */
class TakenOverTest {
    private static final TenantDetectors DETECTORS = new TenantDetectors(DetectionSettings.defaults());

    @RepeatedTest(300)
    void is_the_same_as_one_from_nothing() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        TenantFacts facts = RandomTenant.ofAnyKind(random).facts();
        Instant now = RandomTenant.START;
        Assessment former = DETECTORS.assess(facts, now);
        for (int step = 0; step < 60; step++) {
            now = random.nextInt(10) == 0
                    ? now.minus(Duration.ofHours(random.nextInt(200)))
                    : now.plus(Duration.ofMinutes(random.nextInt(5000)));
            facts = changed(facts, former, random);
            Assessment next = DETECTORS.assess(facts, now, former);
            assertThat(said(next))
                    .as("seed %s, step %s, at %s", seed, step, now)
                    .isEqualTo(said(DETECTORS.assess(facts, now)));
            assertThat(DETECTORS.detect(next))
                    .as("seed %s, step %s", seed, step)
                    .isEqualTo(DETECTORS.detect(DETECTORS.assess(facts, now)));
            former = next;
        }
    }

    private static List<Object> said(Assessment tenant) {
        return Arrays.asList(
                tenant.inScope(),
                tenant.coverage(),
                tenant.seats(),
                tenant.drift(),
                tenant.onboarding(),
                tenant.seatHistory(),
                tenant.coverageGap(),
                tenant.seatForecast(),
                tenant.seatForecastChangesAt());
    }

    @Test
    void what_has_not_changed_is_the_same_object() {
        TenantFacts facts = new GivenTenant()
                .offering("basic", 5, "f0")
                .grant("f0", "2026-01-01", "2026-12-31")
                .role("r0")
                .users(2, "r0")
                .facts();
        Assessment former = DETECTORS.assess(facts, RandomTenant.START);
        Assessment next = DETECTORS.assess(
                with(facts, List.of(new RoleSet(List.of("r0"), 3)), facts.seatHistory(), false),
                RandomTenant.START.plusSeconds(1),
                former);
        assertThat(next.seats().used()).isEqualTo(3);
        assertThat(next.coverage()).isSameAs(former.coverage());
        assertThat(next.drift()).isSameAs(former.drift());
        assertThat(next.restsOn(former)).isTrue();
    }

    /** Users come and go all the time, rows now and then. */
    private static TenantFacts changed(TenantFacts facts, Assessment former, Random random) {
        List<RoleSet> sets = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            List<String> roles = random.nextInt(3) == 0 ? List.of("r0", "r1") : List.of("r" + random.nextInt(3));
            if (sets.stream().noneMatch(set -> set.roleIds().equals(roles))) {
                sets.add(new RoleSet(roles, 1 + random.nextInt(9)));
            }
        }
        return with(
                facts, random.nextInt(3) == 0 ? facts.roleSets() : sets, former.seatHistory(), random.nextInt(8) == 0);
    }

    /** @param regranted whether grants are other objects, some of them gone */
    private static TenantFacts with(TenantFacts facts, List<RoleSet> sets, SeatHistory history, boolean regranted) {
        return new TenantFacts(
                facts.tenantId(),
                facts.tenant(),
                regranted ? facts.grants().subList(0, facts.grants().size() / 2) : facts.grants(),
                facts.roles(),
                sets,
                facts.onboarding(),
                facts.licenseAssignments(),
                facts.access(),
                facts.seatChange(),
                history,
                facts.reference());
    }
}
