package io.licensewatch.core.detect;

import static io.licensewatch.core.detect.Rule.LICENSE_EXPIRED;
import static io.licensewatch.core.detect.Rule.LICENSE_EXPIRING;
import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Measurement;
import io.licensewatch.schemas.alert.Route;
import io.licensewatch.schemas.alert.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class LicenseDetectorTest {
    /** Ends with 31 March, so at the start of 1 April. */
    private static GivenTenant endingWithMarch() {
        return new GivenTenant().grant("giving", "2026-01-01", "2026-03-31");
    }

    @Test
    void more_than_30_days_before_the_end_nothing_is_said_until_then() {
        Observed.of(endingWithMarch(), "2026-03-01T23:59:59.999999999Z")
                .absent(LICENSE_EXPIRING)
                .absent(LICENSE_EXPIRED)
                .recheckAt("2026-03-02T00:00:00Z");
    }

    @Test
    void the_notice_is_for_information_and_by_mail() {
        Observed.of(endingWithMarch(), "2026-03-02T00:00:00Z")
                .holds(LICENSE_EXPIRING, "NOTICE", Severity.INFO, Level.L1, Route.EMAIL)
                .absent(LICENSE_EXPIRED)
                .recheckAt("2026-03-25T00:00:00Z");
    }

    @Test
    void soon_and_final_are_warnings() {
        Observed.of(endingWithMarch(), "2026-03-25T00:00:00Z")
                .holds(LICENSE_EXPIRING, "SOON", Severity.WARNING, Level.L1, Route.EMAIL, Route.SLACK)
                .recheckAt("2026-03-31T00:00:00Z");
        Observed.of(endingWithMarch(), "2026-03-31T00:00:00Z")
                .holds(LICENSE_EXPIRING, "FINAL", Severity.WARNING, Level.L1, Route.EMAIL, Route.SLACK)
                .recheckAt("2026-04-01T00:00:00Z");
    }

    @Test
    void ranks_rise_from_notice_to_final() {
        assertThat(expiringRank("2026-03-02T00:00:00Z")).isLessThan(expiringRank("2026-03-25T00:00:00Z"));
        assertThat(expiringRank("2026-03-25T00:00:00Z")).isLessThan(expiringRank("2026-03-31T00:00:00Z"));
    }

    private static int expiringRank(String now) {
        return Observed.of(endingWithMarch(), now).finding(LICENSE_EXPIRING).rank();
    }

    @Test
    void at_the_end_expiring_gives_way_to_expired() {
        Observed.of(endingWithMarch().seats(10), "2026-04-01T00:00:00Z")
                .absent(LICENSE_EXPIRING, "EXPIRED")
                .holds(LICENSE_EXPIRED, "EXPIRED", Severity.WARNING, Level.L1, Route.EMAIL, Route.SLACK)
                .recheckAt("2026-04-02T00:00:00Z");
    }

    @Test
    void within_a_day_of_the_end_it_is_why_nothing_is_ending_any_more() {
        Observed.of(endingWithMarch(), "2026-04-02T00:00:00Z").absent(LICENSE_EXPIRING, "EXPIRED");
        Observed.of(endingWithMarch(), "2026-04-02T00:00:00.000000001Z").absent(LICENSE_EXPIRING, "CLEARED");
    }

    @Test
    void an_expired_licence_escalates_when_it_is_24_hours_overdue() {
        Observed.of(endingWithMarch().seats(10), "2026-04-01T23:59:59.999999999Z")
                .holds(LICENSE_EXPIRED, "EXPIRED", Severity.WARNING, Level.L1, Route.EMAIL, Route.SLACK)
                .recheckAt("2026-04-02T00:00:00Z");
        Observed.of(endingWithMarch().seats(10), "2026-04-02T00:00:00Z")
                .holds(LICENSE_EXPIRED, "EXPIRED", Severity.WARNING, Level.L2, Route.EMAIL, Route.SLACK)
                .neverRechecked();
    }

    @Test
    void an_expired_licence_that_more_than_10_users_feel_pages_at_once() {
        Observed.of(endingWithMarch().seats(11), "2026-04-01T00:00:00Z")
                .holds(LICENSE_EXPIRED, "EXPIRED", Severity.CRITICAL, Level.L2, Route.PAGE);
    }

    @Test
    void the_escalation_counts_from_the_feature_that_lapsed_first() {
        GivenTenant tenant = endingWithMarch().grant("events", "2026-01-01", "2026-04-01");
        Observed.of(tenant, "2026-04-02T00:00:00Z")
                .holds(LICENSE_EXPIRED, "EXPIRED", Severity.WARNING, Level.L2, Route.EMAIL, Route.SLACK);
    }

    @Test
    void expired_and_expiring_features_are_two_alerts() {
        GivenTenant tenant =
                endingWithMarch().grant("events", "2026-01-01", "2026-04-05").seats(3);
        Observed observed = Observed.of(tenant, "2026-04-01T06:00:00Z");
        observed.holds(LICENSE_EXPIRING, "SOON", Severity.WARNING, Level.L1, Route.EMAIL, Route.SLACK);
        observed.holds(LICENSE_EXPIRED, "EXPIRED", Severity.WARNING, Level.L1, Route.EMAIL, Route.SLACK);
        assertThat(features(observed, LICENSE_EXPIRING)).containsExactly("events");
        assertThat(features(observed, LICENSE_EXPIRED)).containsExactly("giving");
    }

    @Test
    void the_tightest_of_several_features_makes_the_stage() {
        GivenTenant tenant =
                endingWithMarch().grant("events", "2026-01-01", "2026-04-10").grant("reports", "2026-01-01", null);
        Observed observed = Observed.of(tenant, "2026-03-31T00:00:00Z");
        observed.holds(LICENSE_EXPIRING, "FINAL", Severity.WARNING, Level.L1, Route.EMAIL, Route.SLACK);
        assertThat(features(observed, LICENSE_EXPIRING)).containsExactly("events", "giving");
    }

    @Test
    void another_feature_that_joins_is_a_material_change() {
        Finding one = Observed.of(endingWithMarch(), "2026-03-31T00:00:00Z").finding(LICENSE_EXPIRING);
        Finding two = Observed.of(endingWithMarch().grant("events", null, "2026-04-10"), "2026-03-31T00:00:00Z")
                .finding(LICENSE_EXPIRING);
        assertThat(two.fingerprint()).isNotEqualTo(one.fingerprint());
    }

    @Test
    void a_later_day_of_the_same_stage_is_no_material_change() {
        Finding one = Observed.of(endingWithMarch(), "2026-03-05T00:00:00Z").finding(LICENSE_EXPIRING);
        Finding two = Observed.of(endingWithMarch(), "2026-03-06T00:00:00Z").finding(LICENSE_EXPIRING);
        assertThat(List.of(two.stage(), two.fingerprint(), two.severity(), two.level()))
                .isEqualTo(List.of(one.stage(), one.fingerprint(), one.severity(), one.level()));
    }

    @Test
    void a_renewal_without_a_gap_is_silent() {
        Observed.of(endingWithMarch().grant("giving", "2026-04-01", "2027-03-31"), "2026-03-31T12:00:00Z")
                .absent(LICENSE_EXPIRING)
                .absent(LICENSE_EXPIRED);
    }

    @Test
    void a_renewal_after_a_gap_is_told_as_the_end_and_the_return() {
        GivenTenant tenant = endingWithMarch().grant("giving", "2026-04-03", null);
        Observed before = Observed.of(tenant, "2026-03-31T12:00:00Z");
        LicenseDetails details =
                (LicenseDetails) before.finding(LICENSE_EXPIRING).details();
        assertThat(details.features().get(0).resumesAt()).isEqualTo("2026-04-03T00:00:00Z");
        Observed.of(tenant, "2026-04-02T00:00:00Z")
                .holds(LICENSE_EXPIRED, "EXPIRED", Severity.WARNING, Level.L2, Route.EMAIL, Route.SLACK)
                .recheckAt("2026-04-03T00:00:00Z");
        Observed.of(tenant, "2026-04-03T00:00:00Z").absent(LICENSE_EXPIRED);
    }

    @Test
    void taking_a_grant_away_that_had_time_left_is_no_expiry() {
        GivenTenant tenant = new GivenTenant().inactiveGrant("giving", "2026-01-01", "2026-03-31");
        Observed.of(tenant, "2026-03-15T00:00:00Z").absent(LICENSE_EXPIRING).absent(LICENSE_EXPIRED);
        Observed.of(new GivenTenant(), "2026-03-15T00:00:00Z").absent(LICENSE_EXPIRED);
    }

    @Test
    void a_retired_feature_is_silent() {
        Observed.of(endingWithMarch().retired("giving"), "2026-03-31T12:00:00Z")
                .absent(LICENSE_EXPIRING)
                .absent(LICENSE_EXPIRED)
                .neverRechecked();
    }

    @Test
    void a_trial_ends_with_the_subscription() {
        GivenTenant tenant =
                new GivenTenant().grant("giving", "2026-01-01", null).subscription("trial", "2026-03-31T08:00:00Z");
        Observed.of(tenant, "2026-03-30T08:00:00Z")
                .holds(LICENSE_EXPIRING, "FINAL", Severity.WARNING, Level.L1, Route.EMAIL, Route.SLACK);
        Observed.of(tenant, "2026-03-31T08:00:00Z")
                .holds(LICENSE_EXPIRED, "EXPIRED", Severity.WARNING, Level.L1, Route.EMAIL, Route.SLACK)
                .recheckAt("2026-04-01T08:00:00Z");
        Observed.of(tenant.subscription("active", "2026-03-31T08:00:00Z"), "2026-03-31T08:00:00Z")
                .absent(LICENSE_EXPIRED);
    }

    @Test
    void the_sentences_tell_numbers_and_the_last_day() {
        GivenTenant tenant =
                endingWithMarch().featureCode("giving", "online-giving").seats(46);
        Finding expiring = Observed.of(tenant, "2026-03-02T00:00:00Z").finding(LICENSE_EXPIRING);
        assertThat(expiring.summary())
                .isEqualTo("Licence for online-giving ends in 30 days, on 2026-03-31; 46 users would lose access.");
        assertThat(expiring.measurement()).isEqualTo(new Measurement(30, 30, "days"));
        assertThat(expiring.affectedUsers()).isEqualTo(46);
        Finding expired = Observed.of(tenant, "2026-04-01T03:00:00Z").finding(LICENSE_EXPIRED);
        assertThat(expired.summary())
                .isEqualTo("Licence for online-giving ended on 2026-03-31; 46 users have lost access.");
        assertThat(expired.measurement()).isEqualTo(new Measurement(3, 0, "hours"));
    }

    @Test
    void the_last_day_is_told_in_hours() {
        assertThat(Observed.of(endingWithMarch(), "2026-03-31T00:00:00Z")
                        .finding(LICENSE_EXPIRING)
                        .summary())
                .contains("ends in 24 hours");
        assertThat(Observed.of(endingWithMarch(), "2026-03-31T23:30:00Z")
                        .finding(LICENSE_EXPIRING)
                        .summary())
                .contains("ends in 1 hour,");
    }

    @Test
    void time_left_is_told_in_days_when_there_are_more_than_two() {
        assertThat(sentence(endingWithMarch(), "2026-03-30T00:00:00Z")).contains("ends in 48 hours, on 2026-03-31;");
        assertThat(sentence(endingWithMarch(), "2026-03-29T23:59:59Z")).contains("ends in 3 days, on 2026-03-31;");
    }

    @Test
    void two_features_are_named_and_more_are_counted() {
        GivenTenant tenant = endingWithMarch().grant("events", null, "2026-03-31");
        assertThat(sentence(tenant, "2026-03-31T00:00:00Z")).startsWith("Licence for events, giving ends in");
        tenant.grant("reports", null, "2026-03-31");
        assertThat(sentence(tenant, "2026-03-31T00:00:00Z"))
                .startsWith("Licence for events, giving and 1 more ends in");
    }

    private static String sentence(GivenTenant tenant, String now) {
        return Observed.of(tenant, now).finding(LICENSE_EXPIRING).summary();
    }

    @Test
    void the_evidence_is_the_grants_that_are_ending_newest_first() {
        GivenTenant tenant =
                endingWithMarch().grant("events", null, "2026-04-05").grant("reports", null, null);
        Finding finding = Observed.of(tenant, "2026-03-31T00:00:00Z").finding(LICENSE_EXPIRING);
        assertThat(finding.evidence())
                .extracting(evidence -> evidence.table() + evidence.key())
                .containsExactly(
                        "public.tenant_feature_grants{\"id\":\"2\"}", "public.tenant_feature_grants{\"id\":\"1\"}");
    }

    @Test
    void the_row_of_a_subscription_that_ends_is_evidence_however_many_grants_exist() {
        GivenTenant tenant = new GivenTenant().subscription("trial", "2026-03-31T08:00:00Z");
        for (int i = 0; i < 15; i++) {
            tenant.grant("feature-" + i, null, null);
        }
        for (String now : List.of("2026-03-30T08:00:00Z", "2026-03-31T08:00:00Z")) {
            Rule rule = now.startsWith("2026-03-30") ? LICENSE_EXPIRING : LICENSE_EXPIRED;
            assertThat(Observed.of(tenant, now).finding(rule).evidence())
                    .hasSize(Finding.MAX_EVIDENCE)
                    .extracting(evidence -> evidence.table())
                    .contains("public.tenants", "public.tenant_feature_grants");
        }
    }

    @Test
    void an_expired_licence_that_pages_already_has_nothing_to_wait_for() {
        Observed.of(endingWithMarch().seats(11), "2026-04-01T00:00:00Z").neverRechecked();
    }

    @Test
    void many_features_are_cut_in_the_alert_but_not_for_the_planner() {
        GivenTenant tenant = new GivenTenant();
        for (int i = 0; i < 150; i++) {
            tenant.grant("feature-" + i, null, "2026-03-31");
        }
        Finding finding = Observed.of(tenant, "2026-03-31T00:00:00Z").finding(LICENSE_EXPIRING);
        assertThat((List<?>) finding.details().asJson().get("features")).hasSize(100);
        assertThat(finding.details().asJson()).containsEntry("featuresLeftOut", 50);
        assertThat(((LicenseDetails) finding.details()).featureIds()).hasSize(150);
        assertThat(finding.evidence()).hasSize(Finding.MAX_EVIDENCE);
    }

    private static List<String> features(Observed observed, Rule rule) {
        return ((LicenseDetails) observed.finding(rule).details()).featureIds();
    }
}
