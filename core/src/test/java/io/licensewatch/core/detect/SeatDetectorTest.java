package io.licensewatch.core.detect;

import static io.licensewatch.core.detect.Rule.SEAT_UTILIZATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.core.reference.SeatLimit;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Measurement;
import io.licensewatch.schemas.alert.Route;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.source.SourceTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeatDetectorTest {
    private static final String NOW = "2026-03-02T09:15:00Z";

    @ParameterizedTest(name = "{0} of {1} seats: {2}")
    @CsvSource({
        "0, 10, NORMAL", "9, 10, NORMAL", "10, 10, NEAR_LIMIT", "11, 10, EXCEEDED", "12, 10, EXCEEDED",
        "13, 10, CRITICAL", "90, 100, NORMAL", "91, 100, NEAR_LIMIT", "100, 100, NEAR_LIMIT", "101, 100, EXCEEDED",
        "120, 100, EXCEEDED", "121, 100, CRITICAL", "45, 50, NORMAL", "46, 50, NEAR_LIMIT", "50, 50, NEAR_LIMIT",
        "51, 50, EXCEEDED", "60, 50, EXCEEDED", "61, 50, CRITICAL", "1, 1, NEAR_LIMIT", "2, 1, CRITICAL",
        "899, 999, NORMAL", "900, 999, NEAR_LIMIT", "1198, 999, EXCEEDED", "1199, 999, CRITICAL", "0, 0, NORMAL",
        "1, 0, CRITICAL",
    })
    void the_stages_begin_strictly_above_90_and_100_and_120_percent(long used, long limit, String stage) {
        assertThat(SeatLevels.DEFAULTS.stage(used, limit).name()).isEqualTo(stage);
    }

    @ParameterizedTest(name = "{0} of 100 seats: {1}")
    @CsvSource({"85, NORMAL", "86, NEAR_LIMIT", "95, NEAR_LIMIT", "96, EXCEEDED", "110, EXCEEDED", "111, CRITICAL"})
    void the_percentages_are_settings(long used, String stage) {
        assertThat(new SeatLevels(85, 95, 110).stage(used, 100).name()).isEqualTo(stage);
    }

    @Test
    void percentages_that_do_not_rise_are_refused() {
        assertThatCode(() -> new SeatLevels(1, 2, SeatLevels.MOST_PERCENT)).doesNotThrowAnyException();
        for (int[] wrong : new int[][] {{0, 2, 3}, {2, 2, 3}, {1, 3, 3}, {1, 2, 1001}}) {
            assertThatThrownBy(() -> new SeatLevels(wrong[0], wrong[1], wrong[2]))
                    .hasMessageContaining("must rise from 1 to 1000 percent");
        }
    }

    @Test
    void an_absurdly_great_limit_is_not_exceeded_by_overflow() {
        assertThat(SeatLevels.DEFAULTS.stage(5, Long.MAX_VALUE)).isEqualTo(SeatUsage.Stage.NORMAL);
        assertThat(SeatLevels.DEFAULTS.stage(Integer.MAX_VALUE, 5)).isEqualTo(SeatUsage.Stage.CRITICAL);
        SeatLevels widest = new SeatLevels(1, 2, SeatLevels.MOST_PERCENT);
        assertThat(widest.stage(5, Long.MAX_VALUE)).isEqualTo(SeatUsage.Stage.NORMAL);
        assertThat(widest.critical(Long.MAX_VALUE)).isPositive();
    }

    @Test
    void at_90_percent_nothing_is_said() {
        Observed.of(new GivenTenant().offering("basic", 50).seats(45), NOW).absent(SEAT_UTILIZATION);
    }

    @Test
    void near_the_limit_and_above_it_a_support_engineer_is_told() {
        Observed.of(new GivenTenant().offering("basic", 50).seats(46), NOW)
                .holds(SEAT_UTILIZATION, "NEAR_LIMIT", Severity.WARNING, Level.L1, Route.EMAIL, Route.SLACK);
        Observed.of(new GivenTenant().offering("basic", 50).seats(51), NOW)
                .holds(SEAT_UTILIZATION, "EXCEEDED", Severity.WARNING, Level.L1, Route.EMAIL, Route.SLACK);
    }

    @Test
    void far_above_the_limit_a_senior_engineer_is_paged() {
        Observed.of(new GivenTenant().offering("basic", 50).seats(61), NOW)
                .holds(SEAT_UTILIZATION, "CRITICAL", Severity.CRITICAL, Level.L2, Route.PAGE);
    }

    @Test
    void the_finding_tells_the_numbers() {
        Finding finding = Observed.of(new GivenTenant().offering("basic", 50).seats(61), NOW)
                .finding(SEAT_UTILIZATION);
        assertThat(finding.measurement()).isEqualTo(new Measurement(61, 50, "seats"));
        assertThat(finding.affectedUsers()).isEqualTo(61);
        assertThat(finding.summary()).isEqualTo("61 of 50 seats used (122 %): 11 over the limit.");
        assertThat(((SeatDetails) finding.details()).overage()).isEqualTo(11);
        assertThat(finding.evidence()).isNotEmpty();
    }

    @Test
    void the_last_free_seat_that_is_taken_is_not_over_the_limit() {
        Finding finding = Observed.of(new GivenTenant().offering("basic", 50).seats(50), NOW)
                .finding(SEAT_UTILIZATION);
        assertThat(finding.summary()).isEqualTo("50 of 50 seats used (100 %).");
    }

    @Test
    void worse_stages_have_greater_ranks() {
        assertThat(rank(46)).isLessThan(rank(51));
        assertThat(rank(51)).isLessThan(rank(61));
    }

    private static int rank(long used) {
        return Observed.of(new GivenTenant().offering("basic", 50).seats(used), NOW)
                .finding(SEAT_UTILIZATION)
                .rank();
    }

    @Test
    void limit_0_allows_nobody() {
        Observed.of(new GivenTenant().offering("none", 0), NOW).absent(SEAT_UTILIZATION);
        Finding finding =
                Observed.of(new GivenTenant().offering("none", 0).seats(1), NOW).finding(SEAT_UTILIZATION);
        assertThat(finding.stage()).isEqualTo("CRITICAL");
        assertThat(finding.summary()).isEqualTo("1 of 0 seats used: 1 over the limit.");
    }

    @Test
    void without_a_limit_there_is_no_alert() {
        Observed.of(new GivenTenant().offering("big", new SeatLimit.Unlimited()).seats(100_000), NOW)
                .absent(SEAT_UTILIZATION);
    }

    @Test
    void an_unknown_offering_or_limit_gives_no_alert() {
        Observed.of(new GivenTenant().onOffering("gone").seats(1000), NOW).absent(SEAT_UTILIZATION);
        Observed.of(new GivenTenant().onOffering(null).seats(1000), NOW).absent(SEAT_UTILIZATION);
        Observed.of(new GivenTenant().offering("odd", new SeatLimit.Unknown()).seats(1000), NOW)
                .absent(SEAT_UTILIZATION);
    }

    @Test
    void a_user_with_several_roles_takes_one_seat() {
        GivenTenant tenant =
                new GivenTenant().offering("basic", 10).role("editor").role("member");
        tenant.users(7, "member").users(4, "editor", "member");
        assertThat(Observed.of(tenant, NOW).finding(SEAT_UTILIZATION).affectedUsers())
                .isEqualTo(11);
    }

    @Test
    void a_role_that_is_switched_off_or_gone_takes_no_seat() {
        GivenTenant tenant = new GivenTenant().offering("basic", 10).role("member");
        tenant.role("old", "old", false).systemRole("dead", "dead", false);
        tenant.users(9, "member").users(5, "old").users(5, "dead").users(5, "never-heard-of");
        Observed.of(tenant, NOW).absent(SEAT_UTILIZATION);
    }

    @Test
    void a_live_system_role_takes_a_seat() {
        GivenTenant tenant = new GivenTenant().offering("basic", 10).systemRole("staff", "staff", true);
        Observed.of(tenant.users(11, "staff"), NOW)
                .holds(SEAT_UTILIZATION, "EXCEEDED", Severity.WARNING, Level.L1, Route.EMAIL, Route.SLACK);
    }

    @Test
    void where_roles_are_not_captured_every_role_takes_a_seat() {
        GivenTenant tenant = new GivenTenant().offering("basic", 10).withoutTable(SourceTable.ROLES);
        Observed.of(tenant.users(11, "whatever"), NOW)
                .holds(SEAT_UTILIZATION, "EXCEEDED", Severity.WARNING, Level.L1, Route.EMAIL, Route.SLACK);
    }

    @Test
    void time_alone_changes_nothing_about_seats() {
        Observed.of(new GivenTenant().offering("basic", 50).seats(61), NOW).neverRechecked();
    }
}
