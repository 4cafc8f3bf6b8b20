package io.licensewatch.core.alert;

import static io.licensewatch.core.remedy.RemedyFindings.drift;
import static io.licensewatch.core.remedy.RemedyFindings.expired;
import static io.licensewatch.core.remedy.RemedyFindings.expiring;
import static io.licensewatch.core.remedy.RemedyFindings.grantable;
import static io.licensewatch.core.remedy.RemedyFindings.seats;
import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.detect.ExpiryStage;
import io.licensewatch.core.detect.Finding;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.remedy.NoPrecedents;
import io.licensewatch.core.remedy.RemedySettings;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertLifecycleTest {
    private static final double DAY = 86_400;

    @Test
    void what_never_held_is_not_stored() {
        AlertStory seats = new AlertStory(Rule.SEAT_UTILIZATION);

        assertThat(seats.absent(0)).isEmpty();
        assertThat(seats.unknown(1)).isEmpty();
        assertThat(seats.stored()).isNull();
        assertThat(seats.wakesAt()).isEqualTo(-1);
    }

    @Test
    void an_open_alert_that_does_not_change_keeps_its_bytes() {
        AlertStory seats = new AlertStory(Rule.SEAT_UTILIZATION);
        seats.holds(0, seats(51, 50));
        byte[] stored = seats.stored();

        assertThat(seats.holds(1, seats(52, 50))).isEmpty();
        assertThat(seats.stored()).isSameAs(stored);
        assertThat(seats.last().severityBefore()).isEqualTo(Severity.WARNING);
        assertThat(seats.last().open()).satisfies(open -> {
            assertThat(open.stage()).isEqualTo("EXCEEDED");
            assertThat(open.openedAt()).isEqualTo(AlertStory.at(0));
        });
    }

    /** No level is higher, and people are to know all the same. */
    @Test
    void a_repair_in_vain_is_published_once_also_at_the_highest_level() {
        AlertStory expired = new AlertStory(Rule.LICENSE_EXPIRED);
        Observation.Holds highest = new Observation.Holds(Rule.LICENSE_EXPIRED, highest(expired(3, false, "giving")));

        assertThat(expired.look(0, highest, false)).isEqualTo("1:1 OPEN CONDITION_MET");
        assertThat(expired.look(1, highest.raised(), false)).isEqualTo("1:2 UPDATED REMEDIATION_INEFFECTIVE");
        assertThat(expired.lastEvent().level()).isEqualTo(Level.L3);
        assertThat(expired.look(2, highest.raised(), false)).isEmpty();
        expired.stateIsLost();
        assertThat(expired.look(3, highest.raised(), false)).isEmpty();
        assertThat(expired.look(4, highest, false)).as("that it helps again").isEmpty();
        assertThat(expired.look(5, highest.raised(), false)).isEqualTo("1:3 UPDATED REMEDIATION_INEFFECTIVE");
        assertThat(expired.look(6, new Observation.Absent(Rule.LICENSE_EXPIRED, "CLEARED"), false))
                .isEqualTo("1:4 RESOLVED CLEARED");
    }

    private static Finding highest(Finding finding) {
        return new Finding(
                finding.stage(),
                finding.rank(),
                finding.severity(),
                Level.L3,
                finding.routes(),
                finding.summary(),
                finding.measurement(),
                finding.affectedUsers(),
                finding.details(),
                finding.fingerprint(),
                finding.evidence());
    }

    @Test
    void every_opening_is_another_episode_with_its_own_sequence() {
        AlertStory expired = new AlertStory(Rule.LICENSE_EXPIRED);

        assertThat(expired.holds(0, expired(3, false, "giving"))).isEqualTo("1:1 OPEN CONDITION_MET");
        assertThat(expired.holds(DAY, expired(3, true, "giving"))).isEqualTo("1:2 UPDATED ESCALATED");
        assertThat(expired.absent(DAY + 1)).isEqualTo("1:3 RESOLVED CLEARED");
        assertThat(expired.holds(DAY + 2, expired(3, false, "giving"))).isEqualTo("2:1 OPEN CONDITION_MET");
        assertThat(expired.events())
                .extracting(AlertEvent::alertId)
                .hasSize(4)
                .containsOnly(expired.lastEvent().alertId());
        assertThat(expired.lastEvent().eventId()).endsWith(":2:1");
    }

    @Test
    void a_transition_names_the_severity_that_was_published_before() {
        AlertStory seats = new AlertStory(Rule.SEAT_UTILIZATION);
        seats.holds(0, seats(51, 50));
        assertThat(seats.last().severityBefore()).isNull();
        seats.holds(1, seats(61, 50));
        assertThat(seats.last().severityBefore()).isEqualTo(Severity.WARNING);
        seats.absent(2, "TENANT_CLOSED");
        assertThat(seats.last().severityBefore()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void more_than_ten_users_make_an_expired_licence_more_severe() {
        AlertStory expired = new AlertStory(Rule.LICENSE_EXPIRED);
        expired.holds(0, expired(10, false, "giving"));

        assertThat(expired.holds(1, expired(11, false, "giving"))).isEqualTo("1:2 UPDATED SEVERITY_CHANGED");
        assertThat(expired.lastEvent().level()).isEqualTo(Level.L2);
        assertThat(expired.holds(2, expired(10, false, "giving"))).isEqualTo("1:3 UPDATED SEVERITY_CHANGED");
    }

    @Test
    void an_ending_licence_is_published_per_stage_and_ends_as_expired() {
        AlertStory ending = new AlertStory(Rule.LICENSE_EXPIRING);

        assertThat(ending.holds(0, expiring(ExpiryStage.NOTICE, "giving"))).isEqualTo("1:1 OPEN CONDITION_MET");
        assertThat(ending.holds(1, expiring(ExpiryStage.NOTICE, "events", "giving")))
                .isEqualTo("1:2 UPDATED ITEMS_CHANGED");
        assertThat(ending.holds(23 * DAY, expiring(ExpiryStage.SOON, "giving"))).isEqualTo("1:3 UPDATED STAGE_CHANGED");
        assertThat(ending.holds(29 * DAY, expiring(ExpiryStage.FINAL, "giving")))
                .isEqualTo("1:4 UPDATED STAGE_CHANGED");
        assertThat(ending.absent(30 * DAY, "EXPIRED")).isEqualTo("1:5 RESOLVED EXPIRED");
    }

    @Test
    void no_transition_is_dated_before_the_opening_when_the_sources_clock_is_set_back() {
        AlertStory ending = new AlertStory(Rule.LICENSE_EXPIRING);
        ending.holds(2 * DAY, expiring(ExpiryStage.NOTICE, "giving"));

        assertThat(ending.absent(0)).isEqualTo("1:2 RESOLVED CLEARED");
        assertThat(ending.lastEvent().occurredAt()).isEqualTo(AlertStory.at(2 * DAY));
        assertThat(ending.lastEvent().summary()).startsWith("Ended within a second (cleared). It was: ");
    }

    @ParameterizedTest(name = "{0} s are {1}")
    @CsvSource({
        "59, 59 s",
        "60, 1 min 0 s",
        "3599, 59 min 59 s",
        "3600, 1 h 0 min",
        "86399, 23 h 59 min",
        "90000, 1 d 1 h",
        "864000, 10 d 0 h"
    })
    void the_duration_of_an_episode_is_written_in_two_units(double seconds, String text) {
        AlertStory ending = new AlertStory(Rule.LICENSE_EXPIRING);
        ending.holds(0, expiring(ExpiryStage.NOTICE, "giving"));
        ending.absent(seconds);
        assertThat(ending.lastEvent().summary()).startsWith("Ended after " + text + " (cleared).");
    }

    @ParameterizedTest(name = "{0} s are {1}")
    @CsvSource({"0, within a second", "0.999, within a second", "1, after 1 s"})
    void an_episode_of_less_than_a_second_ended_within_a_second(double seconds, String text) {
        AlertStory ending = new AlertStory(Rule.LICENSE_EXPIRING);
        ending.holds(0, expiring(ExpiryStage.NOTICE, "giving"));
        ending.absent(seconds);
        assertThat(ending.lastEvent().summary()).startsWith("Ended " + text + " (cleared). It was: ");
    }

    @Test
    void the_end_carries_what_was_open_and_says_what_ended() {
        AlertStory seats = new AlertStory(Rule.SEAT_UTILIZATION);
        seats.holds(0, seats(61, 50));
        seats.absent(100);
        seats.absent(3725);

        AlertEvent end = seats.lastEvent();
        assertThat(end.summary()).isEqualTo("Ended after 1 h 2 min (cleared). It was: It is CRITICAL.");
        assertThat(end.stage()).isEqualTo("CRITICAL");
        assertThat(end.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(end.level()).isEqualTo(Level.L2);
        assertThat(end.details()).containsEntry("seatsUsed", 61L);
        assertThat(end.evidence()).isEqualTo(seats.events().get(0).evidence());
        assertThat(end.openedAt()).isEqualTo(AlertStory.at(0));
        assertThat(end.occurredAt()).isEqualTo(AlertStory.at(3725));
    }

    @Test
    void a_condition_that_the_snapshot_brought_opens_as_seeded() {
        AlertStory seats = new AlertStory(Rule.SEAT_UTILIZATION);

        assertThat(seats.holdsAtSnapshotEnd(0, seats(51, 50))).isEqualTo("1:1 OPEN SEEDED");
    }

    @Test
    void a_seeded_condition_waits_its_for_duration_and_opens_as_seeded() {
        AlertStory drift = new AlertStory(Rule.RBAC_DRIFT);

        assertThat(drift.holdsAtSnapshotEnd(0, drift(3, grantable("role-1", "giving"))))
                .isEmpty();
        assertThat(drift.wakesAt()).isEqualTo(5);
        assertThat(drift.holds(5, drift(3, grantable("role-1", "giving")))).isEqualTo("1:1 OPEN SEEDED");
    }

    @Test
    void a_for_duration_that_began_before_the_snapshot_is_not_seeded() {
        AlertStory drift = new AlertStory(Rule.RBAC_DRIFT);
        drift.holds(0, drift(3, grantable("role-1", "giving")));

        assertThat(drift.holdsAtSnapshotEnd(6, drift(3, grantable("role-1", "giving"))))
                .isEqualTo("1:1 OPEN CONDITION_MET");
    }

    @Test
    void a_seeded_condition_that_ended_is_not_seeded_when_it_returns() {
        AlertStory drift = new AlertStory(Rule.RBAC_DRIFT);
        drift.holdsAtSnapshotEnd(0, drift(3, grantable("role-1", "giving")));
        drift.absent(2);
        drift.holds(3, drift(3, grantable("role-1", "giving")));

        assertThat(drift.holds(8, drift(3, grantable("role-1", "giving")))).isEqualTo("1:1 OPEN CONDITION_MET");
    }

    @Test
    void a_resolved_alert_retires_once_after_a_day_and_keeps_its_episode() {
        AlertStory expired = new AlertStory(Rule.LICENSE_EXPIRED);
        expired.holds(0, expired(3, false, "giving"));
        expired.absent(10);
        assertThat(expired.wakesAt()).isEqualTo(DAY + 10);

        expired.absent(DAY + 9);
        assertThat(expired.last().retire()).isFalse();
        expired.absent(DAY + 10);
        assertThat(expired.last().retire()).isTrue();
        assertThat(expired.wakesAt()).isEqualTo(-1);
        expired.absent(DAY + 11);
        assertThat(expired.last().retire()).isFalse();
        assertThat(expired.holds(3 * DAY, expired(3, false, "giving"))).isEqualTo("2:1 OPEN CONDITION_MET");
    }

    @Test
    void an_alert_that_reopens_in_time_is_not_retired() {
        AlertStory expired = new AlertStory(Rule.LICENSE_EXPIRED);
        expired.holds(0, expired(3, false, "giving"));
        expired.absent(10);
        expired.holds(2 * DAY, expired(3, false, "giving"));

        assertThat(expired.last().retire()).isFalse();
        expired.holds(3 * DAY, expired(3, false, "giving"));
        assertThat(expired.last().retire()).isFalse();
    }

    @Test
    void a_retirement_that_is_due_during_a_for_duration_happens_then() {
        AlertStory drift = new AlertStory(Rule.RBAC_DRIFT);
        drift.holds(0, drift(3, grantable("role-1", "giving")));
        drift.holds(5, drift(3, grantable("role-1", "giving")));
        drift.absent(6, "TENANT_CLOSED");
        drift.holds(DAY + 4, drift(3, grantable("role-1", "giving")));
        assertThat(drift.wakesAt()).isEqualTo(DAY + 6);

        drift.holds(DAY + 6, drift(3, grantable("role-1", "giving")));
        assertThat(drift.last().retire()).isTrue();
        assertThat(drift.wakesAt()).isEqualTo(DAY + 9);
        assertThat(drift.holds(DAY + 9, drift(3, grantable("role-1", "giving"))))
                .isEqualTo("2:1 OPEN CONDITION_MET");
        assertThat(drift.last().retire()).isFalse();
    }

    @Test
    void insufficient_data_does_not_keep_a_resolved_alert_from_retiring() {
        AlertStory expired = new AlertStory(Rule.LICENSE_EXPIRED);
        expired.holds(0, expired(3, false, "giving"));
        expired.absent(10);

        expired.unknown(DAY + 10);
        assertThat(expired.last().retire()).isTrue();
    }

    @Test
    void identity_is_tenant_rule_and_subject_alone() {
        AlertEvaluator evaluator =
                new AlertEvaluator(ForDurationSettings.defaults(), RemedySettings.defaults(), Duration.ZERO);
        String first = openAlertId(evaluator, "t1", Rule.SEAT_UTILIZATION, 51);

        assertThat(openAlertId(evaluator, "t1", Rule.SEAT_UTILIZATION, 90)).isEqualTo(first);
        assertThat(openAlertId(evaluator, "t2", Rule.SEAT_UTILIZATION, 51)).isNotEqualTo(first);
    }

    private static String openAlertId(AlertEvaluator evaluator, String tenant, Rule rule, long used) {
        AlertOutcome outcome = evaluator.evaluate(
                AlertStory.context(tenant, null, Instant.EPOCH, false),
                new Observation.Holds(rule, seats(used, 50)),
                StoredAlert.NONE,
                new NoPrecedents());
        return Objects.requireNonNull(outcome.event()).alertId();
    }
}
