package io.licensewatch.core.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.licensewatch.core.detect.Finding;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.status.TenantReport;
import io.licensewatch.core.status.TenantReport.Open;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Measurement;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.status.SystemHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the system's health is made of, part by part. */
class HealthPartsTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final Open SEATS = new Open("seats", "seats", Severity.CRITICAL);
    private static final Open DRIFT = new Open("drift", "rbac", Severity.WARNING);
    private static final Open ENDING = new Open("ending", "license", Severity.INFO);

    private final SortedKeyValues store = new SortedKeyValues();

    @ParameterizedTest(name = "{0} s are {1}")
    @CsvSource({
        "0, 0 seconds",
        "1, 1 second",
        "59, 59 seconds",
        "60, 1 minute",
        "90, 90 seconds",
        "120, 2 minutes",
        "3600, 1 hour",
        "5400, 90 minutes",
        "7200, 2 hours"
    })
    void a_span_is_told_in_the_greatest_unit_that_fits(long seconds, String text) {
        assertThat(Spans.text(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @Test
    void a_tenant_counts_once_from_its_last_time_and_leaves_after_the_window() {
        CriticalWindow window = new CriticalWindow(store, WINDOW);
        window.add("r", "a", NOON);
        window.add("r", "b", NOON.plusSeconds(1));
        window.add("r", "a", NOON.plusSeconds(2));
        window.add("other", "c", NOON);
        assertThat(window.count("r")).isEqualTo(2);
        assertThat(window.tenants("r", 10)).containsExactly("b", "a");
        assertThat(window.tenants("r", 1)).containsExactly("b");
        assertThat(window.slidesAt("r")).isEqualTo(NOON.plusSeconds(1).plus(WINDOW));
        window.slide("r", NOON.plus(WINDOW).plusMillis(999));
        assertThat(window.count("r")).isEqualTo(2);
        window.slide("r", NOON.plus(WINDOW).plusSeconds(1));
        assertThat(window.count("r")).isEqualTo(1);
        assertThat(window.tenants("r", 10)).containsExactly("a");
        window.add("r", "b", NOON.plus(WINDOW).plusSeconds(1));
        assertThat(window.count("r")).as("one that has left comes again").isEqualTo(2);
        window.slide("r", NOON.plus(WINDOW).plus(WINDOW).plusSeconds(1));
        assertThat(window.count("r")).isZero();
        assertThat(window.slidesAt("r")).isEqualTo(Instant.MAX);
        window.slide("other", NOON.plus(WINDOW));
        assertThat(store.size()).as("nothing is left").isZero();
    }

    @ParameterizedTest(name = "{0} of {1} tenants: {2}")
    @CsvSource({"3, 100, SEVERAL", "9, 9, SEVERAL", "10, 40, WIDESPREAD", "10, 41, SEVERAL", "13, 20, WIDESPREAD"})
    void an_incident_is_widespread_from_ten_tenants_on_if_they_are_a_quarter(int tenants, long live, String stage) {
        Finding finding = ((Observation.Holds) impact(tenants, live)).finding();
        assertThat(finding.stage()).isEqualTo(stage);
        assertThat(finding.rank()).isEqualTo(stage.equals("WIDESPREAD") ? 2 : 1);
        assertThat(finding.details().asJson())
                .containsEntry("tenants", (long) tenants)
                .containsEntry("tenantsLeftOut", Math.max(0, tenants - 10L));
        assertThat(finding.summary()).isEqualTo(tenants + " tenants became critical by r within 15 minutes.");
    }

    @Test
    void two_tenants_are_no_incident() {
        assertThat(impact(2, 2)).isInstanceOf(Observation.Absent.class);
    }

    private Observation impact(int tenants, long live) {
        CriticalWindow window = new CriticalWindow(store, WINDOW);
        IntStream.range(0, tenants).forEach(tenant -> window.add("r", "t" + tenant, NOON));
        return new ImpactDetector(SystemSettings.defaults())
                .detect("r", window, live, NOON)
                .observations()
                .get(0);
    }

    @Test
    void the_score_alarms_below_fifty_and_most_below_twenty_five() {
        assertThat(health(50)).isInstanceOf(Observation.Absent.class);
        Finding unhealthy = ((Observation.Holds) health(49)).finding();
        assertThat(unhealthy.stage()).isEqualTo("UNHEALTHY");
        assertThat(unhealthy.measurement()).isEqualTo(new Measurement(49, 50, "points"));
        assertThat(unhealthy.summary()).isEqualTo("The health score is 49 of 100 over 1 live tenant.");
        assertThat(((Observation.Holds) health(25)).finding().stage()).isEqualTo("UNHEALTHY");
        Finding failing = ((Observation.Holds) health(24)).finding();
        assertThat(failing.stage()).isEqualTo("FAILING");
        assertThat(failing.level()).isEqualTo(Level.L3);
        assertThat(failing.rank()).isGreaterThan(unhealthy.rank());
        assertThat(failing.measurement()).isEqualTo(new Measurement(24, 25, "points"));
        assertThat(((Observation.Holds) new HealthScore(2, 0, 0, 0).observation(SystemSettings.defaults()))
                        .finding()
                        .summary())
                .endsWith("over 2 live tenants.");
    }

    private static Observation health(long sum) {
        return new HealthScore(1, sum, 0, 0).observation(SystemSettings.defaults());
    }

    @Test
    void parts_come_by_what_they_cost_and_then_by_name() {
        Map<String, TenantScores.RuleTotal> rules = new LinkedHashMap<>();
        rules.put("cheap", new TenantScores.RuleTotal(1, 100));
        rules.put("b", new TenantScores.RuleTotal(1, 2000));
        rules.put("a", new TenantScores.RuleTotal(1, 2000));
        assertThat(new HealthScore(1, 59, 1, 1).parts(rules))
                .extracting(SystemHealth.Part::rule)
                .containsExactly("a", "b", "view-refresh-failing", "view-stale", "cheap");
    }

    @Test
    void alerts_that_only_gain_together_are_one_step_with_no_more_than_needed() {
        FixSearch search = new FixSearch(new HealthScore(1, 0, 0, 0), 50);
        search.addTenant(new TenantScores.Tenant(
                "t", List.of(SEATS, new Open("a", "x", Severity.CRITICAL), new Open("b", "x", Severity.CRITICAL))));
        assertThat(search.find())
                .extracting(SystemHealth.Fix::rule, SystemHealth.Fix::gain)
                .containsExactly(tuple("a", 33.33), tuple("b", 33.33));
    }

    @Test
    void what_gains_most_comes_first_and_of_equals_the_first_by_name() {
        FixSearch search = new FixSearch(new HealthScore(2, 50, 0, 0), 100);
        search.addTenant(new TenantScores.Tenant("b", List.of(ENDING, DRIFT, SEATS)));
        search.addTenant(new TenantScores.Tenant("a", List.of(SEATS, DRIFT, ENDING)));
        assertThat(search.find())
                .extracting(SystemHealth.Fix::tenantId, SystemHealth.Fix::rule, SystemHealth.Fix::gain)
                .containsExactly(
                        tuple("a", "seats", 25.0),
                        tuple("b", "seats", 25.0),
                        tuple("a", "drift", 10.0),
                        tuple("b", "drift", 10.0),
                        tuple("a", "ending", 2.5),
                        tuple("b", "ending", 2.5));
    }

    @Test
    void a_view_that_is_mended_gains_for_every_tenant() {
        FixSearch search = new FixSearch(new HealthScore(2, 110, 1, 0), 50);
        search.addView("view-refresh-failing", "v", HealthScore.FAILING_VIEW);
        assertThat(search.find()).containsExactly(new SystemHealth.Fix("_system", "view-refresh-failing", "v", 10));
        FixSearch tooLittle = new FixSearch(new HealthScore(2, 50, 1, 0), 50);
        tooLittle.addView("view-refresh-failing", "v", HealthScore.FAILING_VIEW);
        assertThat(tooLittle.find()).isNull();
    }

    @Test
    void sums_follow_the_reports_also_through_a_restart() {
        TenantScores scores = new TenantScores(store);
        Open other = new Open("drift", "other", Severity.WARNING);
        assertThat(scores.apply(report("a", true, SEATS, DRIFT, other))).isTrue();
        assertThat(scores.apply(report("a", true, SEATS, DRIFT, other))).isFalse();
        assertThat(scores.apply(report("b", true))).isTrue();
        assertThat(scores.apply(report("c", false, SEATS))).isFalse();
        scores = new TenantScores(store);
        assertThat(scores.live()).isEqualTo(2);
        assertThat(scores.sum()).isEqualTo(110);
        assertThat(scores.rules())
                .isEqualTo(Map.of(
                        "seats", new TenantScores.RuleTotal(1, 5000), "drift", new TenantScores.RuleTotal(2, 4000)));
        assertThat(scores.worst(10))
                .extracting(TenantScores.Tenant::tenantId)
                .as("one that lacks nothing is not listed")
                .containsExactly("a");
        scores.apply(report("a", true, DRIFT));
        assertThat(scores.rules()).isEqualTo(Map.of("drift", new TenantScores.RuleTotal(1, 2000)));
        scores.apply(report("a", false, DRIFT));
        assertThat(scores.rules()).isEmpty();
        assertThat(scores.worst(10)).isEmpty();
        assertThat(scores.live()).isEqualTo(1);
        scores.apply(report("b", false));
        assertThat(store.size()).as("only the totals are left").isEqualTo(1);
    }

    private static TenantReport report(String tenant, boolean live, Open... open) {
        return new TenantReport(1, tenant, live, List.of(open), List.of(), Map.of(), SourcePosition.START, NOON);
    }

    @Test
    void settings_that_make_no_sense_are_refused() {
        assertThatCode(() -> settings(0, 1, 1)).doesNotThrowAnyException();
        assertThatThrownBy(() -> settings(-1, 1, 1)).hasMessageContaining("out of range");
        assertThatThrownBy(() -> settings(0, 0, 1)).hasMessageContaining("out of range");
        assertThatThrownBy(() -> settings(0, 2, 1)).hasMessageContaining("out of range");
        Duration negative = Duration.ofSeconds(-1);
        assertThatThrownBy(() -> with(negative, WINDOW, WINDOW)).hasMessageContaining("negative");
        assertThatThrownBy(() -> with(WINDOW, negative, WINDOW)).hasMessageContaining("negative");
        assertThatThrownBy(() -> with(WINDOW, WINDOW, negative)).hasMessageContaining("negative");
    }

    @Test
    void scores_that_make_no_sense_are_refused() {
        for (int[] wrong : new int[][] {{50, 51}, {101, 25}, {50, -1}}) {
            assertThatThrownBy(() -> new SystemSettings(2, WINDOW, WINDOW, WINDOW, 3, 10, wrong[0], wrong[1]))
                    .hasMessageContaining("score");
        }
    }

    private static SystemSettings settings(long failures, long impact, long widespread) {
        return new SystemSettings(failures, WINDOW, WINDOW, WINDOW, impact, widespread, 50, 25);
    }

    private static SystemSettings with(Duration viewStaleAfter, Duration feedSilence, Duration impactWindow) {
        SystemSettings defaults = SystemSettings.defaults();
        return new SystemSettings(
                defaults.viewFailuresAbove(),
                viewStaleAfter,
                feedSilence,
                impactWindow,
                defaults.impactTenants(),
                defaults.widespreadTenants(),
                defaults.unhealthyBelow(),
                defaults.failingBelow());
    }
}
