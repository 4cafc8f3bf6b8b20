package io.licensewatch.core.detect;

import static io.licensewatch.core.detect.FeatureCoverage.Reason.ACTIVE;
import static io.licensewatch.core.detect.FeatureCoverage.Reason.LAPSED;
import static io.licensewatch.core.detect.FeatureCoverage.Reason.NOT_STARTED;
import static io.licensewatch.core.detect.FeatureCoverage.Reason.RETIRED;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoverageTest {
    private static final String NOW = "2026-03-02T12:00:00Z";
    private static final ZoneId MANILA = ZoneId.of("Asia/Manila");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @Test
    void a_date_covers_the_whole_of_its_last_day() {
        GivenTenant tenant = new GivenTenant().grant("giving", "2026-01-01", "2026-03-10");
        assertThat(at(tenant, "2026-03-10T23:59:59.999999999Z").licensed()).isTrue();
        FeatureCoverage over = at(tenant, "2026-03-11T00:00:00Z");
        assertThat(over.licensed()).isFalse();
        assertThat(over.coveredUntil()).isEqualTo("2026-03-11T00:00:00Z");
    }

    @Test
    void a_date_begins_with_the_start_of_its_day() {
        GivenTenant tenant = new GivenTenant().grant("giving", "2026-03-10", null);
        assertThat(at(tenant, "2026-03-09T23:59:59.999999999Z").reason()).isEqualTo(NOT_STARTED);
        assertThat(at(tenant, "2026-03-10T00:00:00Z").reason()).isEqualTo(ACTIVE);
    }

    @Test
    void a_timestamp_is_the_instant_itself() {
        GivenTenant tenant = new GivenTenant().grant("giving", "2026-01-01T10:00:00Z", "2026-03-10T10:00:00Z");
        assertThat(at(tenant, "2026-03-10T09:59:59.999999999Z").licensed()).isTrue();
        assertThat(at(tenant, "2026-03-10T10:00:00Z").licensed()).isFalse();
    }

    @Test
    void the_day_is_that_of_the_licensing_zone() {
        GivenTenant tenant = new GivenTenant().grant("giving", "2026-01-01", "2026-01-10");
        assertThat(at(tenant, NOW, ZoneOffset.UTC).coveredUntil()).isEqualTo("2026-01-11T00:00:00Z");
        assertThat(at(tenant, NOW, MANILA).coveredUntil()).isEqualTo("2026-01-10T16:00:00Z");
        assertThat(at(tenant, NOW, NEW_YORK).coveredUntil()).isEqualTo("2026-01-11T05:00:00Z");
    }

    @Test
    void a_day_of_23_or_25_hours_ends_with_the_day() {
        // In New York clocks go forward on 8 March 2026 and back on 1 November 2026.
        GivenTenant spring = new GivenTenant().grant("giving", "2026-03-08", "2026-03-08");
        assertThat(at(spring, "2026-03-08T04:59:59Z", NEW_YORK).licensed()).isFalse();
        assertThat(at(spring, "2026-03-08T05:00:00Z", NEW_YORK).coveredUntil()).isEqualTo("2026-03-09T04:00:00Z");
        GivenTenant autumn = new GivenTenant().grant("giving", "2026-11-01", "2026-11-01");
        assertThat(at(autumn, "2026-11-01T04:00:00Z", NEW_YORK).coveredUntil()).isEqualTo("2026-11-02T05:00:00Z");
    }

    @Test
    void a_day_whose_midnight_does_not_exist_begins_when_it_begins() {
        // Beirut went from 00:00 to 01:00 on 29 March 2026.
        GivenTenant tenant = new GivenTenant().grant("giving", "2026-01-01", "2026-03-28");
        assertThat(at(tenant, NOW, ZoneId.of("Asia/Beirut")).coveredUntil()).isEqualTo("2026-03-28T22:00:00Z");
    }

    @ParameterizedTest(name = "from {0} until {1}")
    @CsvSource(
            nullValues = "null",
            value = {
                "null, null",
                "null, infinity",
                "null, 9999-12-31",
                "-infinity, infinity",
                "2026-01-01, null",
                "2026-01-01T00:00:00Z, infinity"
            })
    void null_and_infinity_have_no_end(@Nullable String start, @Nullable String end) {
        FeatureCoverage feature = at(new GivenTenant().grant("giving", start, end), NOW);
        assertThat(feature.licensed()).isTrue();
        assertThat(feature.end()).isNull();
        assertThat(feature.stage()).isEqualTo(ExpiryStage.NONE);
        assertThat(feature.stageChangesAt()).isEqualTo(Instant.MAX);
        assertThat(feature.licenseChangesAt()).isEqualTo(Instant.MAX);
    }

    @ParameterizedTest(name = "from {0} until {1}")
    @CsvSource(
            nullValues = "null",
            value = {
                "null, -infinity",
                "infinity, null",
                "infinity, infinity",
                "9999-12-31T00:00:00Z, 2026-03-01",
                "2026-03-02, 2026-03-01",
                "2026-03-01T00:00:00Z, 2026-03-01T00:00:00Z"
            })
    void a_grant_that_ends_before_it_starts_never_was(@Nullable String start, @Nullable String end) {
        FeatureCoverage feature = at(new GivenTenant().grant("giving", start, end), NOW);
        assertThat(feature.licensed()).isFalse();
        assertThat(feature.stage()).isEqualTo(ExpiryStage.NONE);
        assertThat(feature.end()).isNull();
    }

    @Test
    void overlapping_grants_are_one_coverage() {
        GivenTenant tenant = new GivenTenant()
                .grant("giving", "2026-02-20", "2026-04-10")
                .grant("giving", "2026-01-01", "2026-03-10")
                .grant("giving", "2026-02-01", "2026-02-25");
        assertThat(at(tenant, NOW).coveredUntil()).isEqualTo("2026-04-11T00:00:00Z");
    }

    @Test
    void adjacent_grants_are_one_coverage() {
        GivenTenant days = new GivenTenant()
                .grant("giving", "2026-03-11", "2026-12-31")
                .grant("giving", "2026-01-01", "2026-03-10");
        assertThat(at(days, NOW).coveredUntil()).isEqualTo("2027-01-01T00:00:00Z");
        GivenTenant instants = new GivenTenant()
                .grant("giving", "2026-01-01T00:00:00Z", "2026-03-10T08:00:00Z")
                .grant("giving", "2026-03-10T08:00:00Z", "2026-12-31T00:00:00Z");
        assertThat(at(instants, NOW).coveredUntil()).isEqualTo("2026-12-31T00:00:00Z");
    }

    @Test
    void a_grant_after_a_gap_does_not_move_the_end_but_is_told() {
        GivenTenant day =
                new GivenTenant().grant("giving", "2026-01-01", "2026-03-10").grant("giving", "2026-03-12", null);
        FeatureCoverage before = at(day, NOW);
        assertThat(before.coveredUntil()).isEqualTo("2026-03-11T00:00:00Z");
        assertThat(before.resumesAt()).isEqualTo("2026-03-12T00:00:00Z");
        FeatureCoverage within = at(day, "2026-03-11T12:00:00Z");
        assertThat(within.reason()).isEqualTo(LAPSED);
        assertThat(within.stage()).isEqualTo(ExpiryStage.EXPIRED);
        assertThat(within.stageChangesAt()).isEqualTo("2026-03-12T00:00:00Z");
        assertThat(at(day, "2026-03-12T00:00:00Z").stage()).isEqualTo(ExpiryStage.NONE);
    }

    @Test
    void a_gap_of_a_nanosecond_is_a_gap() {
        GivenTenant tenant = new GivenTenant()
                .grant("giving", "2026-01-01T00:00:00Z", "2026-03-10T08:00:00Z")
                .grant("giving", "2026-03-10T08:00:00.000000001Z", null);
        assertThat(at(tenant, NOW).coveredUntil()).isEqualTo("2026-03-10T08:00:00Z");
    }

    @Test
    void a_trial_that_ends_under_a_paid_grant_is_no_end() {
        GivenTenant tenant =
                new GivenTenant().grant("giving", "2026-02-20", "2026-03-05").grant("giving", "2026-02-25", null);
        assertThat(at(tenant, NOW).end()).isNull();
    }

    @Test
    void inactive_grants_do_not_count() {
        GivenTenant tenant = new GivenTenant().inactiveGrant("giving", "2026-01-01", "2026-02-01");
        assertThat(at(tenant, NOW).stage()).isEqualTo(ExpiryStage.NONE);
        tenant.grant("giving", "2026-01-01", "2026-03-03").inactiveGrant("giving", "2026-01-01", null);
        assertThat(at(tenant, NOW).coveredUntil()).isEqualTo("2026-03-04T00:00:00Z");
    }

    @Test
    void a_retired_feature_is_not_licensed_and_raises_nothing() {
        FeatureCoverage feature =
                at(new GivenTenant().grant("giving", "2026-01-01", "2026-03-03").retired("giving"), NOW);
        assertThat(feature.licensed()).isFalse();
        assertThat(feature.reason()).isEqualTo(RETIRED);
        assertThat(feature.stage()).isEqualTo(ExpiryStage.NONE);
    }

    @Test
    void a_coverage_that_has_not_begun_cannot_have_lapsed() {
        FeatureCoverage feature = at(new GivenTenant().grant("giving", "2026-03-05", "2026-03-06"), NOW);
        assertThat(feature.reason()).isEqualTo(NOT_STARTED);
        assertThat(feature.resumesAt()).isEqualTo("2026-03-05T00:00:00Z");
        assertThat(feature.stage()).isEqualTo(ExpiryStage.NONE);
        assertThat(feature.licenseChangesAt()).isEqualTo("2026-03-05T00:00:00Z");
    }

    @Test
    void the_subscription_end_moves_the_end_but_not_the_licence() {
        GivenTenant tenant =
                new GivenTenant().grant("giving", "2026-01-01", null).subscription("trial", "2026-03-01T00:00:00Z");
        FeatureCoverage feature = at(tenant, NOW);
        assertThat(feature.coveredUntil()).isEqualTo("2026-03-01T00:00:00Z");
        assertThat(feature.stage()).isEqualTo(ExpiryStage.EXPIRED);
        assertThat(feature.licensed()).isTrue();
    }

    @ParameterizedTest(name = "status {0}")
    @CsvSource(
            nullValues = "null",
            value = {"trial", "trialing", "past_due", "cancelled", "null"})
    void whatever_is_not_active_is_bounded_by_the_subscription_end(@Nullable String status) {
        GivenTenant tenant =
                new GivenTenant().grant("giving", "2026-01-01", null).subscription(status, "2026-03-05T00:00:00Z");
        assertThat(at(tenant, NOW).coveredUntil()).isEqualTo("2026-03-05T00:00:00Z");
    }

    @Test
    void the_end_of_an_active_subscription_means_nothing() {
        GivenTenant tenant =
                new GivenTenant().grant("giving", "2026-01-01", null).subscription("active", "2026-03-01T00:00:00Z");
        assertThat(at(tenant, NOW).end()).isNull();
    }

    @Test
    void a_later_subscription_end_does_not_extend_a_grant() {
        GivenTenant tenant = new GivenTenant()
                .grant("giving", "2026-01-01", "2026-03-10")
                .subscription("trial", "2026-05-01T00:00:00Z");
        assertThat(at(tenant, NOW).coveredUntil()).isEqualTo("2026-03-11T00:00:00Z");
    }

    @Test
    void a_subscription_that_ended_in_all_eternity_is_over_and_can_be_told() {
        GivenTenant tenant =
                new GivenTenant().grant("giving", "2026-01-01", null).subscription("trial", "-infinity");
        assertThat(at(tenant, NOW).stage()).isEqualTo(ExpiryStage.EXPIRED);
        Finding finding = Observed.of(tenant, NOW).finding(Rule.LICENSE_EXPIRED);
        assertThat(finding.details().asJson().toString()).doesNotContain("-1000000000");
    }

    @ParameterizedTest(name = "at {0}: {1}, changes at {2}")
    @CsvSource({
        "2026-03-01T23:59:59.999999999Z, NONE, 2026-03-02T00:00:00Z",
        "2026-03-02T00:00:00Z, NOTICE, 2026-03-25T00:00:00Z",
        "2026-03-24T23:59:59.999999999Z, NOTICE, 2026-03-25T00:00:00Z",
        "2026-03-25T00:00:00Z, SOON, 2026-03-31T00:00:00Z",
        "2026-03-30T23:59:59.999999999Z, SOON, 2026-03-31T00:00:00Z",
        "2026-03-31T00:00:00Z, FINAL, 2026-04-01T00:00:00Z",
        "2026-03-31T23:59:59.999999999Z, FINAL, 2026-04-01T00:00:00Z",
        "2026-04-01T00:00:00Z, EXPIRED, +1000000000-12-31T23:59:59.999999999Z",
    })
    void the_stages_begin_exactly_30_and_7_and_1_and_0_days_before_the_end(
            String now, ExpiryStage stage, Instant changesAt) {
        FeatureCoverage feature = at(new GivenTenant().grant("giving", "2026-01-01", "2026-03-31"), now);
        assertThat(feature.stage()).isEqualTo(stage);
        assertThat(feature.stageChangesAt()).isEqualTo(changesAt);
    }

    private static FeatureCoverage at(GivenTenant tenant, String now) {
        return at(tenant, now, ZoneOffset.UTC);
    }

    private static FeatureCoverage at(GivenTenant tenant, String now, ZoneId zone) {
        DetectionSettings settings = DetectionSettings.defaults();
        Coverage coverage = Coverage.of(
                tenant.facts(),
                Instant.parse(now),
                OtherSettings.with(settings, zone, settings.closedStatuses(), settings.onboardingStall()));
        assertThat(coverage.features()).hasSize(1);
        FeatureCoverage feature = coverage.features().get(0);
        assertThat(coverage.licensed().contains("giving")).isEqualTo(feature.licensed());
        return feature;
    }
}
