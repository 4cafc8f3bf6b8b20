package io.licensewatch.core.alert;

import static io.licensewatch.core.remedy.RemedyFindings.drift;
import static io.licensewatch.core.remedy.RemedyFindings.grantable;
import static io.licensewatch.core.remedy.RemedyFindings.seats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.core.detect.Finding;
import io.licensewatch.core.detect.Rule;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ForDurationTest {
    private static final Finding NEAR = seats(46, 50);
    private static final Finding EXCEEDED = seats(51, 50);
    private static final Finding CRITICAL = seats(61, 50);
    private static final Finding ONE_ITEM = drift(3, grantable("role-1", "giving"));
    private static final Finding OTHER_ITEM = drift(3, grantable("role-2", "events"));
    private static final Finding THIRD_ITEM = drift(3, grantable("role-3", "events"));
    private static final Finding MANY_USERS = drift(12, grantable("role-1", "giving"));

    @Test
    void drift_opens_after_five_seconds_and_not_before() {
        AlertStory drift = new AlertStory(Rule.RBAC_DRIFT);

        assertThat(drift.holds(0, ONE_ITEM)).isEmpty();
        assertThat(drift.wakesAt()).isEqualTo(5);
        assertThat(drift.holds(4.999, ONE_ITEM)).isEmpty();
        assertThat(drift.holds(5, ONE_ITEM)).isEqualTo("1:1 OPEN CONDITION_MET");
        assertThat(drift.lastEvent().openedAt()).isEqualTo(AlertStory.at(5));
    }

    @Test
    void drift_that_is_gone_for_a_moment_restarts_its_for_duration() {
        AlertStory drift = new AlertStory(Rule.RBAC_DRIFT);
        drift.holds(0, ONE_ITEM);

        assertThat(drift.absent(3)).isEmpty();
        assertThat(drift.stored()).isNull();
        assertThat(drift.holds(4, ONE_ITEM)).isEmpty();
        assertThat(drift.holds(8.9, ONE_ITEM)).isEmpty();
        assertThat(drift.holds(9, ONE_ITEM)).isEqualTo("1:1 OPEN CONDITION_MET");
    }

    @Test
    void a_condition_that_changes_before_it_opens_opens_in_time_as_it_is_then() {
        AlertStory drift = new AlertStory(Rule.RBAC_DRIFT);
        drift.holds(0, ONE_ITEM);
        drift.holds(3, OTHER_ITEM);

        assertThat(drift.holds(5, MANY_USERS)).isEqualTo("1:1 OPEN CONDITION_MET");
        assertThat(drift.lastEvent().affectedUsers()).isEqualTo(12);
    }

    @Test
    void a_flapping_condition_publishes_nothing_before_it_opens() {
        AlertStory drift = new AlertStory(Rule.RBAC_DRIFT);
        for (int second = 0; second < 100; second += 4) {
            drift.holds(second, ONE_ITEM);
            drift.absent(second + 2);
        }
        assertThat(drift.events()).isEmpty();
    }

    @Test
    void a_flapping_condition_publishes_nothing_while_it_is_open() {
        AlertStory drift = openDrift();
        for (int second = 10; second < 100; second += 4) {
            drift.absent(second);
            drift.holds(second + 2, ONE_ITEM);
        }
        assertThat(drift.events()).hasSize(1);
    }

    @Test
    void drift_resolves_after_five_seconds() {
        AlertStory drift = openDrift();

        assertThat(drift.absent(10)).isEmpty();
        assertThat(drift.wakesAt()).isEqualTo(15);
        assertThat(drift.last().open()).isNotNull();
        assertThat(drift.absent(15)).isEqualTo("1:2 RESOLVED CLEARED");
        assertThat(drift.last().open()).isNull();
    }

    @Test
    void another_set_of_items_has_to_last_and_restarts_when_it_changes_again() {
        AlertStory drift = openDrift();

        assertThat(drift.holds(10, OTHER_ITEM)).isEmpty();
        assertThat(drift.holds(13, THIRD_ITEM)).isEmpty();
        assertThat(drift.holds(17.9, THIRD_ITEM)).isEmpty();
        assertThat(drift.wakesAt()).isEqualTo(18);
        assertThat(drift.holds(18, THIRD_ITEM)).isEqualTo("1:2 UPDATED ITEMS_CHANGED");
    }

    @Test
    void another_set_of_items_that_is_taken_back_publishes_nothing() {
        AlertStory drift = openDrift();
        drift.holds(10, OTHER_ITEM);
        drift.holds(12, ONE_ITEM);

        assertThat(drift.wakesAt()).isEqualTo(-1);
        assertThat(drift.holds(20, OTHER_ITEM)).isEmpty();
    }

    @Test
    void a_higher_level_escalates_and_a_lower_one_eases_after_their_for_durations() {
        AlertStory drift = openDrift();

        assertThat(drift.holds(10, MANY_USERS)).isEmpty();
        assertThat(drift.holds(15, MANY_USERS)).isEqualTo("1:2 UPDATED ESCALATED");
        assertThat(drift.holds(20, ONE_ITEM)).isEmpty();
        assertThat(drift.holds(25, ONE_ITEM)).isEqualTo("1:3 UPDATED DEESCALATED");
    }

    @Test
    void seats_open_and_worsen_at_once() {
        AlertStory seats = new AlertStory(Rule.SEAT_UTILIZATION);

        assertThat(seats.holds(0, NEAR)).isEqualTo("1:1 OPEN CONDITION_MET");
        assertThat(seats.holds(1, EXCEEDED)).isEqualTo("1:2 UPDATED STAGE_CHANGED");
        assertThat(seats.holds(2, CRITICAL)).isEqualTo("1:3 UPDATED STAGE_CHANGED");
        assertThat(seats.lastEvent().openedAt()).isEqualTo(AlertStory.at(0));
    }

    @Test
    void seats_step_down_after_sixty_seconds() {
        AlertStory seats = new AlertStory(Rule.SEAT_UTILIZATION);
        seats.holds(0, EXCEEDED);

        assertThat(seats.holds(10, NEAR)).isEmpty();
        assertThat(seats.holds(69.9, NEAR)).isEmpty();
        assertThat(seats.holds(70, NEAR)).isEqualTo("1:2 UPDATED STAGE_CHANGED");
    }

    @Test
    void seats_that_fall_step_by_step_are_published_once_when_the_duration_ends() {
        AlertStory seats = new AlertStory(Rule.SEAT_UTILIZATION);
        seats.holds(0, CRITICAL);
        seats.holds(10, EXCEEDED);
        seats.holds(30, NEAR);
        seats.absent(50);

        assertThat(seats.wakesAt()).isEqualTo(70);
        assertThat(seats.absent(70)).isEqualTo("1:2 RESOLVED CLEARED");
        assertThat(seats.lastEvent().stage()).isEqualTo("CRITICAL");
    }

    @Test
    void a_dip_of_seats_that_ends_in_time_is_never_published() {
        AlertStory seats = new AlertStory(Rule.SEAT_UTILIZATION);
        seats.holds(0, EXCEEDED);
        seats.absent(10);

        assertThat(seats.holds(10.03, EXCEEDED)).isEmpty();
        assertThat(seats.absent(71)).isEmpty();
        assertThat(seats.wakesAt()).isEqualTo(131);
    }

    @Test
    void a_rise_ends_the_for_duration_of_a_fall() {
        AlertStory seats = new AlertStory(Rule.SEAT_UTILIZATION);
        seats.holds(0, EXCEEDED);
        seats.holds(10, NEAR);

        assertThat(seats.holds(20, CRITICAL)).isEqualTo("1:2 UPDATED STAGE_CHANGED");
        assertThat(seats.holds(30, NEAR)).isEmpty();
        assertThat(seats.holds(80, NEAR)).isEmpty();
        assertThat(seats.holds(90, NEAR)).isEqualTo("1:3 UPDATED STAGE_CHANGED");
    }

    @Test
    void after_missed_frontiers_the_condition_is_published_at_the_next_one() {
        AlertStory drift = new AlertStory(Rule.RBAC_DRIFT);
        drift.holds(0, ONE_ITEM);

        assertThat(drift.holds(7200, ONE_ITEM)).isEqualTo("1:1 OPEN CONDITION_MET");
        drift.absent(7300);
        assertThat(drift.absent(20_000)).isEqualTo("1:2 RESOLVED CLEARED");
    }

    @Test
    void a_closed_tenant_resolves_without_a_for_duration() {
        AlertStory drift = openDrift();

        assertThat(drift.absent(10, "TENANT_CLOSED")).isEqualTo("1:2 RESOLVED TENANT_CLOSED");
    }

    @Test
    void insufficient_data_neither_opens_an_alert_nor_ends_its_for_duration() {
        AlertStory drift = new AlertStory(Rule.RBAC_DRIFT);
        drift.holds(0, ONE_ITEM);

        assertThat(drift.unknown(4)).isEmpty();
        assertThat(drift.unknown(100)).isEmpty();
        assertThat(drift.wakesAt()).isEqualTo(-1);
        assertThat(drift.holds(101, ONE_ITEM)).isEqualTo("1:1 OPEN CONDITION_MET");
    }

    @Test
    void insufficient_data_neither_resolves_nor_forgets_a_pending_end() {
        AlertStory seats = new AlertStory(Rule.SEAT_UTILIZATION);
        seats.holds(0, EXCEEDED);
        seats.absent(10);
        byte[] before = seats.stored();

        assertThat(seats.unknown(80)).isEmpty();
        assertThat(seats.stored()).isSameAs(before);
        assertThat(seats.last().open()).isNotNull();
        assertThat(seats.absent(81)).isEqualTo("1:2 RESOLVED CLEARED");
    }

    @Test
    void for_durations_can_be_set_per_rule() {
        ForDurations holds = new ForDurations(Duration.ofSeconds(2), Duration.ZERO, Duration.ZERO, Duration.ZERO);
        AlertStory drift =
                new AlertStory(Rule.RBAC_DRIFT, ForDurationSettings.defaults().with(Rule.RBAC_DRIFT, holds));

        drift.holds(0, ONE_ITEM);
        assertThat(drift.holds(2, ONE_ITEM)).isEqualTo("1:1 OPEN CONDITION_MET");
        assertThat(drift.absent(3)).isEqualTo("1:2 RESOLVED CLEARED");
    }

    @Test
    void the_for_duration_of_one_rule_does_not_change_those_of_others() {
        ForDurationSettings defaults = ForDurationSettings.defaults();
        ForDurationSettings changed = defaults.with(Rule.RBAC_DRIFT, ForDurations.NONE);
        assertThat(changed.of(Rule.RBAC_DRIFT)).isEqualTo(ForDurations.NONE);
        assertThat(changed.of(Rule.SEAT_UTILIZATION)).isEqualTo(defaults.of(Rule.SEAT_UTILIZATION));
    }

    @Test
    void a_negative_for_duration_is_refused() {
        assertThatThrownBy(() -> ForDurations.all(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    private static AlertStory openDrift() {
        AlertStory drift = new AlertStory(Rule.RBAC_DRIFT);
        drift.holds(0, ONE_ITEM);
        drift.holds(5, ONE_ITEM);
        return drift;
    }
}
