package io.licensewatch.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.status.StatusNumbers;
import io.licensewatch.core.status.StatusReport;
import io.licensewatch.core.tenant.TenantFacts;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * What other thresholds would do is reported from the published statuses, which the former thresholds have made. It has to be
 * what the detectors say of the same tenant under the other thresholds, from its rows.
 */
class OtherThresholdsSimulationTest {
    private static final Map<String, Integer> SEEN = Collections.synchronizedMap(new HashMap<>());

    @RepeatedTest(500)
    void a_status_says_under_other_thresholds_what_the_detectors_say() throws Exception {
        long seed = Long.getLong("licensewatch.seed", new Random().nextLong());
        Random random = new Random(seed);
        TenantFacts facts = RandomTenant.ofAnyKind(random).facts();
        Instant now = RandomTenant.START.plus(Duration.ofMinutes(random.nextInt(RandomTenant.DAYS * 24 * 60)));
        StatusNumbers said = StatusNumbers.of(RandomTenant.published(facts, now, RandomTenant.rules(random)));

        for (int i = 0; i < 10; i++) {
            DetectionSettings others = RandomTenant.rules(random);
            Map<Rule, Grade> grades = new EnumMap<>(Rule.class);
            Set<Rule> unknown = EnumSet.noneOf(Rule.class);
            new TenantDetectors(others)
                    .detect(Assessment.of(facts, now, others))
                    .observations()
                    .forEach(observation -> {
                        if (observation instanceof Observation.Holds holds) {
                            grades.put(holds.rule(), grade(holds.finding()));
                        } else if (observation instanceof Observation.InsufficientData) {
                            unknown.add(observation.rule());
                        }
                    });

            Map<Rule, Grade> reported = said.numbers().grades(now, others);
            reported.keySet().removeAll(said.unknown());

            assertThat(reported).as("seed %s, at %s, %s", seed, now, others).isEqualTo(grades);
            assertThat(said.unknown()).as("seed %s", seed).isEqualTo(unknown);
            reported.forEach((rule, grade) -> SEEN.merge(
                    rule + " " + grade.stage() + " " + grade.severity() + " " + grade.level(), 1, Integer::sum));
        }
    }

    @AfterAll
    static void every_way_to_alert_was_seen() {
        assertThat(SEEN.keySet())
                .containsExactlyInAnyOrder(
                        "LICENSE_EXPIRING NOTICE INFO L1",
                        "LICENSE_EXPIRING SOON WARNING L1",
                        "LICENSE_EXPIRING FINAL WARNING L1",
                        "LICENSE_EXPIRED EXPIRED WARNING L1",
                        "LICENSE_EXPIRED EXPIRED WARNING L2",
                        "LICENSE_EXPIRED EXPIRED CRITICAL L2",
                        "SEAT_UTILIZATION NEAR_LIMIT WARNING L1",
                        "SEAT_UTILIZATION EXCEEDED WARNING L1",
                        "SEAT_UTILIZATION CRITICAL CRITICAL L2",
                        "RBAC_DRIFT DRIFT WARNING L1",
                        "RBAC_DRIFT DRIFT WARNING L2",
                        "ONBOARDING_STALLED STALLED WARNING L1");
    }

    private static Grade grade(Finding finding) {
        return new Grade(finding.stage(), finding.rank(), finding.severity(), finding.level(), finding.routes());
    }

    /** Of features that did not fit into the status nobody can say when they end. */
    @Test
    void a_status_that_leaves_features_out_says_nothing_of_licences() {
        GivenTenant tenant = new GivenTenant();
        for (int i = 0; i < 201; i++) {
            tenant.grant("f" + i, null, "2026-03-02");
        }
        Instant now = Instant.parse("2026-03-10T00:00:00Z");
        TenantStatus status = StatusReport.of(
                Assessment.of(tenant.facts(), now, DetectionSettings.defaults()),
                List.of(),
                List.of(),
                List.of(),
                new TenantStatus.AsOf("0/0", now));

        assertThat(StatusNumbers.of(status).unknown())
                .containsExactlyInAnyOrder(Rule.LICENSE_EXPIRING, Rule.LICENSE_EXPIRED);
    }
}
