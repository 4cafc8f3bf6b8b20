package io.licensewatch.core.remedy;

import static io.licensewatch.core.remedy.RemedyFindings.drift;
import static io.licensewatch.core.remedy.RemedyFindings.expired;
import static io.licensewatch.core.remedy.RemedyFindings.expiring;
import static io.licensewatch.core.remedy.RemedyFindings.grantable;
import static io.licensewatch.core.remedy.RemedyFindings.onboarding;
import static io.licensewatch.core.remedy.RemedyFindings.removable;
import static io.licensewatch.core.remedy.RemedyFindings.seats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.core.alert.AlertStory;
import io.licensewatch.core.detect.DriftItem;
import io.licensewatch.core.detect.ExpiryStage;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.schemas.command.CommandBound;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandOrigin;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.command.VerifyBy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is asked of the worker, published through the life of the alert that asks. */
class CommandReconcilerTest {
    private static final double DAY = 86_400;
    private static final DriftItem GIVING = grantable("role-1", "giving");
    private static final DriftItem EVENTS = removable("role-2", "events");

    @Test
    void an_ending_licence_is_notified_per_stage_and_its_renewal_starts_once() {
        AlertStory ending = new AlertStory(Rule.LICENSE_EXPIRING);

        ending.holds(0, expiring(ExpiryStage.NOTICE, "giving"));
        assertThat(ending.asks())
                .containsExactly("ISSUE NOTIFY_TENANT_ADMIN license:NOTICE #1", "ISSUE START_RENEWAL license #1");
        ending.holds(1, expiring(ExpiryStage.NOTICE, "events", "giving"));
        assertThat(ending.asks()).isEmpty();
        ending.holds(23 * DAY, expiring(ExpiryStage.SOON, "events", "giving"));
        assertThat(ending.asks()).containsExactly("ISSUE NOTIFY_TENANT_ADMIN license:SOON #1");
        ending.holds(29 * DAY, expiring(ExpiryStage.FINAL, "events", "giving"));
        assertThat(ending.asks()).containsExactly("ISSUE NOTIFY_TENANT_ADMIN license:FINAL #1");
    }

    @Test
    void a_stage_that_returns_is_notified_again() {
        AlertStory ending = new AlertStory(Rule.LICENSE_EXPIRING);
        ending.holds(0, expiring(ExpiryStage.SOON, "giving"));
        ending.holds(1, expiring(ExpiryStage.NOTICE, "giving"));
        ending.holds(15 * DAY, expiring(ExpiryStage.SOON, "giving"));

        assertThat(ending.asks()).containsExactly("ISSUE NOTIFY_TENANT_ADMIN license:SOON #2");
    }

    @Test
    void a_renewal_of_the_licence_cancels_the_last_notice_and_the_renewal() {
        AlertStory ending = new AlertStory(Rule.LICENSE_EXPIRING);
        ending.holds(0, expiring(ExpiryStage.NOTICE, "giving"));
        ending.holds(23 * DAY, expiring(ExpiryStage.SOON, "giving"));
        ending.absent(24 * DAY);

        assertThat(ending.asks())
                .containsExactlyInAnyOrder(
                        "CANCEL NOTIFY_TENANT_ADMIN license:SOON #1", "CANCEL START_RENEWAL license #1");
    }

    @Test
    void an_expired_licence_is_extended_notified_and_renewed() {
        AlertStory expired = new AlertStory(Rule.LICENSE_EXPIRED);
        expired.holds(0, expired(3, false, "giving"));

        assertThat(expired.asks())
                .containsExactly(
                        "ISSUE EXTEND_LICENSE license #1",
                        "ISSUE NOTIFY_TENANT_ADMIN license:EXPIRED #1",
                        "ISSUE START_RENEWAL license #1");
        assertThat(expired.commands().get(0).parameters())
                .isEqualTo(Map.of("featureIds", List.of("giving"), "extensionDays", 3L));
        assertThat(expired.commands().get(0).mode()).isEqualTo(CommandMode.APPROVE);
        assertThat(expired.commands().get(1).parameters()).containsEntry("coveredUntil", "2026-04-01T00:00:00Z");
    }

    @Test
    void an_escalation_issues_nothing_new_and_another_feature_replaces_the_extension() {
        AlertStory expired = new AlertStory(Rule.LICENSE_EXPIRED);
        expired.holds(0, expired(3, false, "giving"));
        expired.holds(DAY, expired(3, true, "giving"));
        assertThat(expired.asks()).isEmpty();

        expired.holds(DAY + 1, expired(3, true, "events", "giving"));
        assertThat(expired.asks())
                .containsExactly("CANCEL EXTEND_LICENSE license #1", "ISSUE EXTEND_LICENSE license #2");
    }

    @Test
    void near_the_limit_nothing_is_issued() {
        AlertStory seats = new AlertStory(Rule.SEAT_UTILIZATION);
        seats.holds(0, seats(46, 50));

        assertThat(seats.asks()).isEmpty();
    }

    @Test
    void from_exceeded_on_the_command_asks_for_the_overage() {
        AlertStory seats = new AlertStory(Rule.SEAT_UTILIZATION);
        seats.holds(0, seats(46, 50));
        seats.holds(1, seats(53, 50));

        assertThat(seats.asks())
                .containsExactly("ISSUE DEACTIVATE_INACTIVE_USERS seats #1", "ISSUE UPGRADE_SEATS seats #1");
        assertThat(seats.commands().get(0).parameters())
                .containsEntry("inactiveDays", 90L)
                .containsEntry("atMost", 3L)
                .containsEntry("candidates", null);
        assertThat(seats.commands().get(1).parameters())
                .isEqualTo(
                        Map.of("seatsUsed", 53L, "seatLimit", 50L, "additionalSeats", 3L, "offeringId", "offering-1"));
    }

    @Test
    void a_greater_overage_cancels_the_former_attempt_and_issues_another() {
        AlertStory seats = new AlertStory(Rule.SEAT_UTILIZATION);
        seats.holds(0, seats(53, 50));
        seats.holds(1, seats(61, 50));

        assertThat(seats.asks())
                .containsExactly(
                        "CANCEL DEACTIVATE_INACTIVE_USERS seats #1",
                        "CANCEL UPGRADE_SEATS seats #1",
                        "ISSUE DEACTIVATE_INACTIVE_USERS seats #2",
                        "ISSUE UPGRADE_SEATS seats #2");
        assertThat(seats.commands().get(2).parameters()).containsEntry("atMost", 3L);
        assertThat(seats.commands().get(4).parameters()).containsEntry("atMost", 11L);
    }

    @Test
    void stepping_down_to_near_limit_cancels_the_seat_commands() {
        AlertStory seats = new AlertStory(Rule.SEAT_UTILIZATION);
        seats.holds(0, seats(53, 50));
        seats.holds(1, seats(46, 50));
        assertThat(seats.asks()).isEmpty();
        seats.holds(61, seats(46, 50));

        assertThat(seats.asks())
                .containsExactly("CANCEL DEACTIVATE_INACTIVE_USERS seats #1", "CANCEL UPGRADE_SEATS seats #1");
        seats.holds(62, seats(53, 50));
        assertThat(seats.asks())
                .containsExactly("ISSUE DEACTIVATE_INACTIVE_USERS seats #2", "ISSUE UPGRADE_SEATS seats #2");
    }

    @Test
    void drift_is_repaired_by_a_grant_if_the_offering_contains_it_else_by_less_access() {
        AlertStory drift = openDrift();

        assertThat(drift.asks())
                .containsExactly(
                        "ISSUE GRANT_MISSING_LICENSES role-1:surface-1 #1",
                        "ISSUE REMOVE_RBAC_ACCESS role-2:surface-1 #1");
        assertThat(drift.commands().get(0).parameters())
                .isEqualTo(Map.of("roleId", "role-1", "resource", "surface-1", "featureIds", List.of("giving")));
        assertThat(drift.commands().get(1).parameters()).isEqualTo(Map.of("roleId", "role-2", "resource", "surface-1"));
    }

    @Test
    void an_item_that_is_repaired_cancels_its_own_command_and_no_other() {
        AlertStory drift = openDrift();
        drift.holds(10, drift(3, EVENTS));
        drift.holds(15, drift(3, EVENTS));
        assertThat(drift.asks()).containsExactly("CANCEL GRANT_MISSING_LICENSES role-1:surface-1 #1");

        drift.holds(20, drift(3, GIVING, EVENTS));
        drift.holds(25, drift(3, GIVING, EVENTS));
        assertThat(drift.asks()).containsExactly("ISSUE GRANT_MISSING_LICENSES role-1:surface-1 #2");
    }

    @Test
    void a_grant_that_is_no_longer_possible_becomes_a_removal() {
        AlertStory drift = openDrift();
        drift.holds(10, drift(3, removable("role-1", "giving"), EVENTS));
        drift.holds(15, drift(3, removable("role-1", "giving"), EVENTS));

        assertThat(drift.asks())
                .containsExactly(
                        "CANCEL GRANT_MISSING_LICENSES role-1:surface-1 #1",
                        "ISSUE REMOVE_RBAC_ACCESS role-1:surface-1 #1");
    }

    @Test
    void views_are_refreshed_once_when_drift_is_repaired() {
        AlertStory drift = openDrift();
        drift.absent(10);
        drift.absent(15);

        assertThat(drift.asks())
                .containsExactly(
                        "CANCEL GRANT_MISSING_LICENSES role-1:surface-1 #1",
                        "CANCEL REMOVE_RBAC_ACCESS role-2:surface-1 #1",
                        "ISSUE REFRESH_VIEWS views #1");
    }

    @Test
    void a_closed_tenant_gets_everything_cancelled_and_nothing_refreshed() {
        AlertStory drift = openDrift();
        drift.absent(10, "TENANT_CLOSED");

        assertThat(drift.asks()).hasSize(2).allMatch(ask -> ask.startsWith("CANCEL"));
    }

    @Test
    void a_stalled_step_is_run_again() {
        AlertStory onboarding = new AlertStory(Rule.ONBOARDING_STALLED);
        onboarding.holds(0, onboarding("rbac-setup", List.of(), false, false));

        assertThat(onboarding.asks()).containsExactly("ISSUE RERUN_ONBOARDING_STEP onboarding #1");
        assertThat(onboarding.commands().get(0).parameters())
                .isEqualTo(Map.of("step", "rbac-setup", "completedSteps", List.of("welcome")));
    }

    @Test
    void what_an_offering_contains_or_an_administrator_is_provisioned() {
        AlertStory onboarding = new AlertStory(Rule.ONBOARDING_STALLED);
        onboarding.holds(0, onboarding("rbac-setup", List.of("giving"), true, false));

        assertThat(onboarding.asks())
                .containsExactly("ISSUE RERUN_ONBOARDING_STEP onboarding #1", "ISSUE PROVISION_DEFAULTS onboarding #1");
        assertThat(onboarding.commands().get(1).parameters())
                .isEqualTo(Map.of(
                        "offeringId", "offering-1", "featureIds", List.of("giving"), "administratorMissing", true));
    }

    @Test
    void only_the_flag_is_set_where_only_the_flag_is_missing() {
        AlertStory onboarding = new AlertStory(Rule.ONBOARDING_STALLED);
        onboarding.holds(0, onboarding("complete", List.of(), false, true));
        assertThat(onboarding.asks()).containsExactly("ISSUE MARK_ONBOARDING_COMPLETE onboarding #1");

        onboarding.absent(1);
        assertThat(onboarding.asks()).containsExactly("CANCEL MARK_ONBOARDING_COMPLETE onboarding #1");
    }

    @Test
    void with_all_steps_done_missing_grants_are_provisioned_first() {
        AlertStory onboarding = new AlertStory(Rule.ONBOARDING_STALLED);
        onboarding.holds(0, onboarding("complete", List.of("giving"), false, true));
        assertThat(onboarding.asks()).containsExactly("ISSUE PROVISION_DEFAULTS onboarding #1");

        onboarding.holds(1, onboarding("complete", List.of(), false, true));
        onboarding.holds(6, onboarding("complete", List.of(), false, true));
        assertThat(onboarding.asks())
                .containsExactly(
                        "CANCEL PROVISION_DEFAULTS onboarding #1", "ISSUE MARK_ONBOARDING_COMPLETE onboarding #1");
    }

    @Test
    void a_command_still_desired_after_its_deadline_is_reissued_at_the_next_change() {
        AlertStory drift = openDrift();
        DriftItem another = removable("role-3", "events");
        drift.holds(8 * DAY, drift(3, GIVING, EVENTS, another));
        drift.holds(8 * DAY + 5, drift(3, GIVING, EVENTS, another));

        assertThat(drift.asks())
                .contains(
                        "CANCEL GRANT_MISSING_LICENSES role-1:surface-1 #1",
                        "ISSUE GRANT_MISSING_LICENSES role-1:surface-1 #2",
                        "ISSUE REMOVE_RBAC_ACCESS role-3:surface-1 #1");
    }

    @Test
    void a_cancel_repeats_the_command_that_it_cancels() {
        AlertStory seats = new AlertStory(Rule.SEAT_UTILIZATION);
        seats.holds(0, seats(53, 50));
        seats.absent(1, "TENANT_CLOSED");

        RemediationCommand issued = seats.commands().get(0);
        RemediationCommand cancelled = seats.commands().get(2);
        assertThat(cancelled.kind()).isEqualTo(CommandKind.CANCEL);
        assertThat(cancelled.commandId()).isEqualTo(issued.commandId());
        assertThat(cancelled.parameters()).isEqualTo(issued.parameters());
        assertThat(cancelled.deadline()).isEqualTo(issued.deadline());
        assertThat(cancelled.mode()).isEqualTo(issued.mode());
        assertThat(cancelled.eventId()).isNotEqualTo(issued.eventId());
        assertThat(cancelled.summary()).isEqualTo("No longer wanted: " + issued.summary());
        assertThat(issued.precondition()).isNotEmpty();
    }

    @Test
    void another_episode_issues_under_other_ids() {
        AlertStory seats = new AlertStory(Rule.SEAT_UTILIZATION);
        seats.holds(0, seats(53, 50));
        seats.absent(1, "TENANT_CLOSED");
        seats.holds(2, seats(53, 50));

        assertThat(seats.asks())
                .containsExactly("ISSUE DEACTIVATE_INACTIVE_USERS seats #1", "ISSUE UPGRADE_SEATS seats #1");
        assertThat(seats.commands().stream().map(RemediationCommand::commandId).distinct())
                .hasSize(4);
    }

    @Test
    void a_replay_issues_under_the_same_ids() {
        assertThat(openDrift().commands()).isEqualTo(openDrift().commands());
    }

    @Test
    void modes_can_be_set_per_type() {
        AlertStory seats = new AlertStory(
                Rule.SEAT_UTILIZATION, RemedySettings.defaults().with(CommandType.UPGRADE_SEATS, CommandMode.DRY_RUN));
        seats.holds(0, seats(53, 50));

        assertThat(seats.commands().get(0).mode()).isEqualTo(CommandMode.APPROVE);
        assertThat(seats.commands().get(1).mode()).isEqualTo(CommandMode.DRY_RUN);
    }

    @Test
    void the_mode_of_one_type_does_not_change_those_of_others() {
        RemedySettings settings = RemedySettings.defaults()
                .with(CommandType.UPGRADE_SEATS, CommandMode.DRY_RUN)
                .with(CommandType.EXTEND_LICENSE, CommandMode.AUTO);
        assertThat(settings.mode(CommandType.UPGRADE_SEATS)).isEqualTo(CommandMode.DRY_RUN);
        assertThat(settings.mode(CommandType.EXTEND_LICENSE)).isEqualTo(CommandMode.AUTO);
    }

    @Test
    void deadlines_can_be_set_per_type_and_must_be_positive() {
        AlertStory seats = new AlertStory(
                Rule.SEAT_UTILIZATION,
                new RemedySettings(Map.of(), Map.of(CommandType.UPGRADE_SEATS, Duration.ofHours(2)), Map.of(), 3));
        seats.holds(0, seats(53, 50));

        assertThat(seats.commands().get(1).deadline()).isEqualTo(AlertStory.START.plus(Duration.ofHours(2)));
        assertThatThrownBy(() ->
                        new RemedySettings(Map.of(), Map.of(CommandType.UPGRADE_SEATS, Duration.ZERO), Map.of(), 3))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void every_type_has_a_default_deadline() {
        assertThat(CommandType.values())
                .allMatch(type -> RemedySettings.defaults().deadline(type).compareTo(Duration.ZERO) > 0);
    }

    private static AlertStory openDrift() {
        AlertStory drift = new AlertStory(Rule.RBAC_DRIFT);
        drift.holds(0, drift(3, GIVING, EVENTS));
        drift.holds(5, drift(3, GIVING, EVENTS));
        return drift;
    }

    @Test
    void a_command_says_on_what_it_was_decided_and_by_what_it_is_judged() {
        AlertStory expired = new AlertStory(Rule.LICENSE_EXPIRED);
        expired.holds(0, expired(3, false, "giving"));
        RemediationCommand extension = expired.commands().get(0);
        assertThat(extension.guard()).isEqualTo(Map.of("coveredUntil", "2026-04-01T00:00:00Z"));
        assertThat(extension.bound()).isEqualTo(CommandBound.GRANT);
        assertThat(extension.verifyBy()).isEqualTo(new VerifyBy("license-expired", "license", Duration.ZERO));
        assertThat(extension.approvalsRequired()).isEqualTo(1);
        assertThat(extension.maxRows()).isEqualTo(50);
        assertThat(extension.recurrence()).isEqualTo(1);
        assertThat(extension.origin()).isEqualTo(CommandOrigin.RULE);
        assertThat(expired.commands().subList(1, 3))
                .extracting(RemediationCommand::verifyBy)
                .as("no alert shows a notice or that a renewal has begun")
                .containsOnlyNulls();
        assertThat(expired.commands().get(2).guard()).containsKey("coveredUntil");
        assertThat(expired.commands().get(1).approvalsRequired()).isZero();
    }

    @Test
    void seats_are_decided_on_use_and_limit_and_judged_after_a_minute() {
        AlertStory seats = new AlertStory(Rule.SEAT_UTILIZATION);
        seats.holds(0, seats(53, 50));
        assertThat(seats.commands()).allSatisfy(command -> {
            assertThat(command.guard()).isEqualTo(Map.of("used", 53L, "limit", 50L));
            assertThat(command.verifyBy()).isEqualTo(new VerifyBy("seat-utilization", "seats", Duration.ofSeconds(60)));
        });
    }

    @Test
    void drift_is_decided_on_what_is_missing() {
        assertThat(openDrift().commands())
                .extracting(RemediationCommand::guard)
                .containsExactly(
                        Map.of("missingFeatures", List.of("giving")), Map.of("missingFeatures", List.of("events")));
    }

    @Test
    void onboarding_is_decided_on_its_step_and_views_on_nothing() {
        AlertStory stalled = new AlertStory(Rule.ONBOARDING_STALLED);
        stalled.holds(0, onboarding("rbac-setup", List.of("giving"), false, false));
        assertThat(stalled.commands())
                .hasSize(2)
                .allSatisfy(command -> assertThat(command.guard()).isEqualTo(Map.of("currentStep", "rbac-setup")));
        AlertStory drift = openDrift();
        drift.absent(10);
        drift.absent(15);
        assertThat(drift.commands().get(drift.commands().size() - 1)).satisfies(refresh -> {
            assertThat(refresh.type()).isEqualTo(CommandType.REFRESH_VIEWS);
            assertThat(refresh.guard()).isEmpty();
            assertThat(refresh.verifyBy())
                    .as("the alert that asks for it is over")
                    .isNull();
        });
    }

    @Test
    void how_many_approve_and_how_long_an_extension_lasts_is_set() {
        RemedySettings settings = RemedySettings.defaults()
                .withApprovals(Map.of(CommandType.EXTEND_LICENSE, 2))
                .withExtensionDays(7);
        AlertStory expired = new AlertStory(Rule.LICENSE_EXPIRED, settings);
        expired.holds(0, expired(3, false, "giving"));
        assertThat(expired.commands().get(0).approvalsRequired()).isEqualTo(2);
        assertThat(expired.commands().get(0).parameters()).containsEntry("extensionDays", 7L);
        assertThatThrownBy(() -> settings.withExtensionDays(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.withApprovals(Map.of(CommandType.EXTEND_LICENSE, 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
