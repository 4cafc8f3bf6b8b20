package io.licensewatch.core.remedy;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.alert.AlertEvaluator;
import io.licensewatch.core.alert.AlertStory;
import io.licensewatch.core.alert.ForDurationSettings;
import io.licensewatch.core.alert.StoredAlert;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.remedy.CommandParameters.DeactivateInactiveUsers;
import io.licensewatch.core.remedy.CommandParameters.ExtendLicense;
import io.licensewatch.core.remedy.CommandParameters.GrantMissingLicenses;
import io.licensewatch.core.remedy.CommandParameters.MarkOnboardingComplete;
import io.licensewatch.core.remedy.CommandParameters.NotifyTenantAdmin;
import io.licensewatch.core.remedy.CommandParameters.ProvisionDefaults;
import io.licensewatch.core.remedy.CommandParameters.RebuildViewIndex;
import io.licensewatch.core.remedy.CommandParameters.RefreshViews;
import io.licensewatch.core.remedy.CommandParameters.RemoveRbacAccess;
import io.licensewatch.core.remedy.CommandParameters.RerunOnboardingStep;
import io.licensewatch.core.remedy.CommandParameters.StartRenewal;
import io.licensewatch.core.remedy.CommandParameters.UpgradeSeats;
import io.licensewatch.schemas.command.RemediationCommand;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person reads before approving a command. */
class CommandSentencesTest {
    @ParameterizedTest
    @MethodSource("sentences")
    void a_command_is_one_sentence_about_the_tenant(CommandParameters parameters, String sentence) {
        assertThat(parameters.summary("Harbour Chapel")).isEqualTo(sentence);
    }

    static Stream<Arguments> sentences() {
        return Stream.of(
                Arguments.of(
                        new NotifyTenantAdmin("SOON", null),
                        "Notify the administrators of Harbour Chapel about their licence: SOON."),
                Arguments.of(
                        new StartRenewal(List.of("a"), RemedyFindings.END),
                        "Start the renewal of 1 feature for Harbour Chapel."),
                Arguments.of(
                        new ExtendLicense(List.of("a", "b"), 3),
                        "Extend 2 expired features of Harbour Chapel for 3 days."),
                Arguments.of(
                        new DeactivateInactiveUsers(90, 3),
                        "Deactivate at most 3 users of Harbour Chapel that have not signed in for 90 days."),
                Arguments.of(
                        new DeactivateInactiveUsers(90, 1),
                        "Deactivate at most 1 user of Harbour Chapel that has not signed in for 90 days."),
                Arguments.of(new UpgradeSeats(51, 50, "basic"), "Upgrade Harbour Chapel by 1 seat: it uses 51 of 50."),
                Arguments.of(new UpgradeSeats(53, 50, "basic"), "Upgrade Harbour Chapel by 3 seats: it uses 53 of 50."),
                Arguments.of(
                        new GrantMissingLicenses("clerk", "export", List.of("a")),
                        "Grant Harbour Chapel 1 feature of its offering that role clerk needs for export."),
                Arguments.of(
                        new RemoveRbacAccess("clerk", "export"),
                        "Take export from role clerk of Harbour Chapel, which has no licence for it."),
                Arguments.of(
                        new RefreshViews(false, null),
                        "Refresh the materialized views, as drift of Harbour Chapel was repaired."),
                Arguments.of(new RefreshViews(false, "usage"), "Refresh the materialized view usage."),
                Arguments.of(
                        new RefreshViews(true, "usage"),
                        "Refresh the materialized view usage, even if it was tried lately."),
                Arguments.of(
                        new RebuildViewIndex("usage"),
                        "Rebuild the unique index of usage, whose concurrent refresh fails."),
                Arguments.of(
                        new RerunOnboardingStep("payment", List.of()),
                        "Run the onboarding step payment of Harbour Chapel again."),
                Arguments.of(
                        new RerunOnboardingStep(null, List.of()),
                        "Begin the onboarding of Harbour Chapel, which has not started."),
                Arguments.of(
                        new ProvisionDefaults("basic", List.of("a"), false),
                        "Give Harbour Chapel what its offering contains: 1 feature."),
                Arguments.of(
                        new ProvisionDefaults("basic", List.of(), true),
                        "Give Harbour Chapel what its offering contains: 0 features and an administrator."),
                Arguments.of(
                        new MarkOnboardingComplete(),
                        "Mark the onboarding of Harbour Chapel as complete; only the flag is missing."));
    }

    @Test
    void a_tenant_without_a_name_is_called_by_its_id() {
        AlertEvaluator evaluator =
                new AlertEvaluator(ForDurationSettings.defaults(), RemedySettings.defaults(), Duration.ZERO);
        Observation exceeded = new Observation.Holds(Rule.SEAT_UTILIZATION, RemedyFindings.seats(53, 50));
        List<RemediationCommand> commands = evaluator
                .evaluate(
                        AlertStory.context("tenant-7", null, AlertStory.START, false),
                        exceeded,
                        StoredAlert.NONE,
                        new NoPrecedents())
                .commands();
        assertThat(commands).extracting(RemediationCommand::summary).allMatch(text -> text.contains(" tenant-7 "));
    }

    @Test
    void the_index_of_a_view_is_rebuilt_where_only_its_concurrent_refreshes_fail() {
        assertThat(Remedies.of(Rule.VIEW_REFRESH_FAILING, RemedyFindings.failingView(3, 2), RemedySettings.defaults()))
                .containsExactly(new DesiredCommand("usage", new RefreshViews(true, "usage")));
        assertThat(Remedies.of(Rule.VIEW_REFRESH_FAILING, RemedyFindings.failingView(3, 3), RemedySettings.defaults()))
                .containsExactly(
                        new DesiredCommand("usage", new RefreshViews(true, "usage")),
                        new DesiredCommand("usage", new RebuildViewIndex("usage")));
        assertThat(new RebuildViewIndex("usage").asJson()).isEqualTo(Map.of("view", "usage"));
    }
}
