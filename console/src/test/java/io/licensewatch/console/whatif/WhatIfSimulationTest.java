package io.licensewatch.console.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.console.feed.ReadModelFixture;
import io.licensewatch.console.read.Page;
import io.licensewatch.console.read.Paging;
import io.licensewatch.core.detect.DetectionSettings;
import io.licensewatch.core.detect.Finding;
import io.licensewatch.core.detect.Grade;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.detect.RandomTenant;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.detect.TenantDetectors;
import io.licensewatch.core.system.RuleNumbers;
import io.licensewatch.core.system.SystemSettings;
import io.licensewatch.core.tenant.TenantFacts;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.status.SystemHealth;
import io.licensewatch.schemas.status.TenantStatus;
import io.licensewatch.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** The read model gives the same alerts as the detectors give for the rows, with any thresholds. */
class WhatIfSimulationTest {
    private static final int TENANTS = 60;

    @TempDir
    Path directory;

    @RepeatedTest(5)
    void changes_are_the_differences_of_the_detectors_with_both_rules() throws Exception {
        long seed = Long.getLong("licensewatch.seed", new Random().nextLong());
        Random random = new Random(seed);
        Instant now = RandomTenant.START.plus(Duration.ofMinutes(random.nextInt(RandomTenant.DAYS * 24 * 60)));
        DetectionSettings present = RandomTenant.rules(random);
        DetectionSettings other = RandomTenant.rules(random);
        Map<String, String> expected = new TreeMap<>();
        long[] alerts = new long[2];
        try (ReadModelFixture model = ReadModelFixture.in(directory)) {
            model.sample(
                    "system-health-healthy",
                    Map.of(
                            "rules", RuleNumbers.of(present, SystemSettings.defaults()),
                            "asOf", Map.of("lsn", "0/1", "sourceTime", now.toString())));
            for (int i = 0; i < TENANTS; i++) {
                String id = "tenant-" + i;
                TenantFacts facts = RandomTenant.ofAnyKind(random).facts();
                TenantStatus status = RandomTenant.published(facts, now, present);
                model.take(
                        Topics.TENANTS,
                        id,
                        Json.MAPPER.valueToTree(status).toString().replace("\"t-1\"", "\"" + id + "\""));
                Map<Rule, Grade> before = grades(facts, now, present);
                Map<Rule, Grade> after = grades(facts, now, other);
                alerts[0] += before.size();
                alerts[1] += after.size();
                for (Rule rule : Rule.ofTenants()) {
                    String change = before.get(rule) + " -> " + after.get(rule);
                    if (!change.equals(before.get(rule) + " -> " + before.get(rule))) {
                        expected.put(id + " " + rule, change);
                    }
                }
            }

            SystemHealth.Rules others = RuleNumbers.of(other, SystemSettings.defaults());
            Map<String, String> actual = new TreeMap<>();
            List<Change> order = new ArrayList<>();
            Result result = evaluate(model, others, Paging.first(7));
            for (Page<Change> page = result.changes(); ; ) {
                order.addAll(page.items());
                String next = page.next();
                if (next == null) {
                    break;
                }
                page = evaluate(model, others, new Paging(7, next)).changes();
            }
            order.forEach(change ->
                    actual.put(change.tenantId() + " " + change.rule(), change.now() + " -> " + change.then()));

            assertThat(actual).as("seed %s", seed).isEqualTo(expected);
            assertThat(order).as("seed %s", seed).hasSize(expected.size()).isSortedAccordingTo(Change.ORDER);
            assertThat(List.of(
                            result.now().alerts().alerts(),
                            result.then().alerts().alerts()))
                    .as("seed %s", seed)
                    .containsExactly(alerts[0], alerts[1]);
            assertThat(result.rules().values().stream()
                            .mapToLong(sum -> sum.opens() + sum.ends() + sum.changes())
                            .sum())
                    .isEqualTo(expected.size());
        }
    }

    private static Result evaluate(ReadModelFixture model, SystemHealth.Rules others, Paging paging) {
        return model.database().read(handle -> WhatIf.evaluate(handle, others, ChangeFilter.ALL, paging));
    }

    private static Map<Rule, Grade> grades(TenantFacts facts, Instant now, DetectionSettings settings) {
        TenantDetectors detectors = new TenantDetectors(settings);
        Map<Rule, Grade> grades = new TreeMap<>();
        for (Observation observation :
                detectors.detect(detectors.assess(facts, now)).observations()) {
            if (observation instanceof Observation.Holds holds) {
                Finding finding = holds.finding();
                grades.put(
                        holds.rule(),
                        new Grade(
                                finding.stage(),
                                finding.rank(),
                                finding.severity(),
                                finding.level(),
                                finding.routes()));
            }
        }
        return grades;
    }
}
