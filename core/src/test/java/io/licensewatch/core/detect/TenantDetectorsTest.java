package io.licensewatch.core.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.schemas.source.SourceTable;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantDetectorsTest {
    private static final String NOW = "2026-03-02T12:00:00Z";

    /** Everything that can be wrong with a tenant at once. */
    private static GivenTenant inTrouble() {
        return new GivenTenant()
                .offering("basic", 5)
                .seats(13)
                .grant("giving", null, "2026-03-01")
                .grant("events", null, "2026-03-05")
                .role("treasurer")
                .users(3, "treasurer")
                .requiresAll("treasurer", "giving-page", "giving")
                .onboardingFlag(false);
    }

    @Test
    void every_rule_says_something_of_every_tenant() {
        Observed observed = Observed.of(inTrouble(), NOW);
        for (Rule rule : Rule.ofTenants()) {
            assertThat(observed.about(rule)).isInstanceOf(Observation.Holds.class);
        }
        Observed fine = Observed.of(new GivenTenant(), NOW);
        for (Rule rule : Rule.ofTenants()) {
            assertThat(fine.about(rule)).isInstanceOf(Observation.Absent.class);
        }
    }

    /** The row that ends an alert is one of them. */
    @ParameterizedTest
    @MethodSource("io.licensewatch.core.detect.Rule#ofTenants")
    void a_rule_is_based_on_all_rows_that_open_its_alert(Rule rule) {
        GivenTenant tenant = inTrouble();
        assertThat(RuleEvidence.of(rule, tenant.facts()))
                .containsAll(Observed.of(tenant, NOW).finding(rule).evidence());
    }

    @Test
    void looking_again_is_due_when_the_first_of_all_answers_changes() {
        // A day past its end the licence would escalate, but it pages already; so the next stage of the other comes
        // first.
        Observed.of(inTrouble(), NOW).recheckAt("2026-03-05T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"deleted", "archived", "closed", "Archived", "CLOSED"})
    void a_closed_tenant_is_out_of_scope(String status) {
        assertClosed(inTrouble().withStatus(status));
    }

    @Test
    void a_deleted_tenant_is_out_of_scope() {
        assertClosed(inTrouble().deleted());
    }

    @Test
    void a_tenant_without_a_row_is_out_of_scope_where_tenants_are_captured() {
        assertClosed(inTrouble().withoutRow());
    }

    private static void assertClosed(GivenTenant tenant) {
        Observed observed = Observed.of(tenant, NOW).neverRechecked();
        for (Rule rule : Rule.ofTenants()) {
            observed.absent(rule, "TENANT_CLOSED");
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"active", "suspended", "pending"})
    void any_other_status_is_in_scope(@Nullable String status) {
        assertThat(Observed.of(inTrouble().withStatus(status), NOW).about(Rule.RBAC_DRIFT))
                .isInstanceOf(Observation.Holds.class);
    }

    @Test
    void without_a_tenants_table_every_tenant_is_in_scope_and_seats_cannot_be_judged() {
        Observed observed = Observed.of(inTrouble().withoutRow().withoutTable(SourceTable.TENANTS), NOW);
        assertThat(observed.about(Rule.RBAC_DRIFT)).isInstanceOf(Observation.Holds.class);
        assertThat(observed.about(Rule.LICENSE_EXPIRED)).isInstanceOf(Observation.Holds.class);
        assertThat(observed.about(Rule.SEAT_UTILIZATION))
                .isEqualTo(new Observation.InsufficientData(Rule.SEAT_UTILIZATION, "public.tenants"));
    }

    @Test
    void without_grants_nothing_is_said_of_licences() {
        Observed observed = Observed.of(inTrouble().withoutTable(SourceTable.TENANT_FEATURE_GRANTS), NOW);
        assertThat(observed.about(Rule.LICENSE_EXPIRED)).isInstanceOf(Observation.InsufficientData.class);
        assertThat(observed.about(Rule.LICENSE_EXPIRING)).isInstanceOf(Observation.InsufficientData.class);
    }

    @Test
    void stages_of_expiry_that_do_not_come_closer_are_refused() {
        assertThatCode(() -> settings(30, 7, 0, 0, 0)).doesNotThrowAnyException();
        for (long[] days : new long[][] {{7, 30, 1}, {7, 7, 1}, {30, 7, 7}, {30, 7, -1}}) {
            assertThatThrownBy(() -> settings(days[0], days[1], days[2], 0, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("must come closer");
        }
    }

    @Test
    void numbers_of_users_and_durations_may_be_0_but_not_negative() {
        assertThatThrownBy(() -> settings(30, 7, 1, -1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings(30, 7, 1, 0, -1)).isInstanceOf(IllegalArgumentException.class);
        DetectionSettings defaults = DetectionSettings.defaults();
        assertThatThrownBy(() -> OtherSettings.with(defaults, ZoneOffset.UTC, Set.of(), Duration.ofHours(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static DetectionSettings settings(long notice, long soon, long last, long critical, long senior) {
        return new DetectionSettings(
                ZoneOffset.UTC,
                Set.of(),
                SeatLevels.DEFAULTS,
                Duration.ofDays(notice),
                Duration.ofDays(soon),
                Duration.ofDays(last),
                Duration.ZERO,
                critical,
                senior,
                Duration.ZERO);
    }
}
