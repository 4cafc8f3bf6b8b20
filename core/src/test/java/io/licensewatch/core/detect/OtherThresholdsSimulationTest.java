package io.licensewatch.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.status.StatusNumbers;
import io.licensewatch.core.status.StatusReport;
import io.licensewatch.core.tenant.TenantFacts;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
 * What other thresholds would do is told from the published statuses, which the former thresholds have made. It has to be
 * what the detectors say of the same tenant under the other thresholds, from its rows.
 */
class OtherThresholdsSimulationTest {
    private static final Map<String, Integer> SEEN = Collections.synchronizedMap(new HashMap<>());

    @RepeatedTest(500)
    void a_status_says_under_other_thresholds_what_the_detectors_say() throws Exception {
        long seed = Long.getLong("licensewatch.seed", new Random().nextLong());
        Random random = new Random(seed);
        TenantFacts facts = tenant(random).facts();
        Instant now = RandomTenant.START.plus(Duration.ofMinutes(random.nextInt(RandomTenant.DAYS * 24 * 60)));
        StatusNumbers said = StatusNumbers.of(published(facts, now, settings(random)));

        for (int i = 0; i < 10; i++) {
            DetectionSettings others = settings(random);
            Map<Rule, Grade> grades = new EnumMap<>(Rule.class);
            Set<Rule> unknown = EnumSet.noneOf(Rule.class);
            new TenantDetectors(others).detect(facts, now).observations().forEach(observation -> {
                if (observation instanceof Observation.Holds holds) {
                    grades.put(holds.rule(), grade(holds.finding()));
                } else if (observation instanceof Observation.InsufficientData) {
                    unknown.add(observation.rule());
                }
            });

            Map<Rule, Grade> told = said.numbers().grades(now, others);
            told.keySet().removeAll(said.unknown());

            assertThat(told).as("seed %s, at %s, %s", seed, now, others).isEqualTo(grades);
            assertThat(said.unknown()).as("seed %s", seed).isEqualTo(unknown);
            told.forEach((rule, grade) -> SEEN.merge(
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

    /** As it is read back from the topic. */
    private static TenantStatus published(TenantFacts facts, Instant now, DetectionSettings settings)
            throws MalformedRecordException {
        TenantDetectors detectors = new TenantDetectors(settings);
        Assessment assessment = detectors.assess(facts, now);
        List<String> insufficient = new ArrayList<>();
        for (Observation observation : detectors.detect(assessment).observations()) {
            if (observation instanceof Observation.InsufficientData) {
                insufficient.add(observation.rule().id());
            }
        }
        TenantStatus status =
                StatusReport.of(assessment, List.of(), insufficient, List.of(), new TenantStatus.AsOf("0/0", now));
        return JsonCodec.TENANT_STATUS.decode(JsonCodec.TENANT_STATUS.encode(status));
    }

    private static GivenTenant tenant(Random random) {
        GivenTenant tenant = RandomTenant.of(random);
        if (random.nextInt(3) == 0) {
            tenant.offering("basic", 1 + random.nextInt(30), "f0", "f1");
        }
        switch (random.nextInt(12)) {
            case 0 -> tenant.withStatus("closed");
            case 1 -> tenant.deleted();
            case 2 -> tenant.onOffering(null);
            case 3 -> tenant.withoutTable(SourceTable.PRODUCT_OFFERINGS);
            case 4 -> tenant.withoutTable(SourceTable.TENANT_FEATURE_GRANTS);
            case 5 -> tenant.withoutTable(SourceTable.USER_ROLES);
            default -> {}
        }
        return tenant;
    }

    private static DetectionSettings settings(Random random) {
        DetectionSettings usual = DetectionSettings.defaults();
        int near = 1 + random.nextInt(150);
        int exceeded = near + 1 + random.nextInt(50);
        Duration last = Duration.ofHours(random.nextInt(100));
        Duration soon = last.plusHours(1 + random.nextInt(400));
        return new DetectionSettings(
                usual.zone(),
                usual.closedStatuses(),
                new SeatLevels(near, exceeded, exceeded + 1 + random.nextInt(100)),
                soon.plusHours(1 + random.nextInt(1500)),
                soon,
                last,
                Duration.ofHours(random.nextInt(2000)),
                random.nextInt(20),
                random.nextInt(20),
                Duration.ofHours(1 + random.nextInt(3000)));
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
