package io.licensewatch.core.remedy;

import io.licensewatch.core.detect.Details;
import io.licensewatch.core.detect.DriftDetails;
import io.licensewatch.core.detect.DriftItem;
import io.licensewatch.core.detect.Finding;
import io.licensewatch.core.detect.LicenseDetails;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.detect.OnboardingDetails;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.detect.SeatDetails;
import io.licensewatch.core.detect.StaleViewDetails;
import io.licensewatch.core.detect.ViewDetails;
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
import io.licensewatch.schemas.command.CommandBound;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which commands a condition calls for, per rule. */
final class Remedies {
    /** A user that has not signed in for more than so many days is inactive; one that never did is not. */
    private static final long INACTIVE_DAYS = 90;

    private Remedies() {}

    /** What ought to be outstanding while the finding holds, in the order in which it helps. */
    static List<DesiredCommand> of(Rule rule, Finding finding, RemedySettings settings) {
        return switch (rule) {
            case LICENSE_EXPIRING -> ending(rule, finding);
            case LICENSE_EXPIRED ->
                Stream.concat(Stream.of(extension(rule, license(finding), settings)), ending(rule, finding).stream())
                        .toList();
            case SEAT_UTILIZATION -> seats(rule, details(finding, SeatDetails.class));
            case RBAC_DRIFT ->
                details(finding, DriftDetails.class).items().stream()
                        .map(Remedies::drift)
                        .toList();
            case ONBOARDING_STALLED -> onboarding(rule, details(finding, OnboardingDetails.class));
            case VIEW_REFRESH_FAILING -> failingView(details(finding, ViewDetails.class));
            case VIEW_STALE -> {
                String view = details(finding, StaleViewDetails.class).view();
                yield List.of(new DesiredCommand(view, new RefreshViews(false, view)));
            }
            case SYSTEM_HEALTH, MULTI_TENANT_IMPACT, FEED_STALLED, REMEDIATION_HELD -> List.of();
        };
    }

    /**
     * What follows when the alert has resolved. Views are refreshed when drift is repaired, not when it is found: before
     * the repair there is nothing to refresh.
     */
    static List<DesiredCommand> afterwards(Rule rule, String reason) {
        return rule == Rule.RBAC_DRIFT && !reason.equals(Observation.Absent.TENANT_CLOSED)
                ? List.of(new DesiredCommand("views", new RefreshViews(false, null)))
                : List.of();
    }

    private static DesiredCommand extension(Rule rule, LicenseDetails license, RemedySettings settings) {
        return new DesiredCommand(
                rule.subject(),
                new ExtendLicense(license.featureIds(), settings.extensionDays()),
                coverage(license),
                license.boundBySubscription() ? CommandBound.SUBSCRIPTION : CommandBound.GRANT);
    }

    private static Map<String, @Nullable Object> coverage(LicenseDetails license) {
        return Map.of("coveredUntil", license.features().get(0).coveredUntil().toString());
    }

    private static List<DesiredCommand> ending(Rule rule, Finding finding) {
        List<Instant> ends = license(finding).features().stream()
                .map(LicenseDetails.FeatureEnd::coveredUntil)
                .distinct()
                .sorted()
                .toList();
        String stage = finding.stage();
        return List.of(
                new DesiredCommand(
                        rule.subject() + ":" + stage,
                        new NotifyTenantAdmin(stage, ends.size() == 1 ? ends.get(0) : null),
                        coverage(license(finding))),
                new DesiredCommand(
                        rule.subject(),
                        new StartRenewal(license(finding).featureIds(), ends.get(0)),
                        coverage(license(finding))));
    }

    /** From EXCEEDED on; near the limit nobody exceeds it. */
    private static List<DesiredCommand> seats(Rule rule, SeatDetails seats) {
        return seats.overage() == 0
                ? List.of()
                : List.of(
                        new DesiredCommand(
                                rule.subject(),
                                new DeactivateInactiveUsers(INACTIVE_DAYS, seats.overage()),
                                usage(seats)),
                        new DesiredCommand(
                                rule.subject(),
                                new UpgradeSeats(seats.used(), seats.limit(), seats.offeringId()),
                                usage(seats)));
    }

    private static Map<String, @Nullable Object> usage(SeatDetails seats) {
        return Map.of("used", seats.used(), "limit", seats.limit());
    }

    private static DesiredCommand drift(DriftItem item) {
        return new DesiredCommand(
                Items.drift(item.roleId(), item.resource()),
                item.grantable()
                        ? new GrantMissingLicenses(item.roleId(), item.resource(), item.toGrant())
                        : new RemoveRbacAccess(item.roleId(), item.resource()),
                Map.of("missingFeatures", item.missingFeatures()));
    }

    /** A step that is done is not run again; with all steps done and nothing missing only the flag is to be set. */
    private static List<DesiredCommand> onboarding(Rule rule, OnboardingDetails onboarding) {
        List<CommandParameters> wanted = new ArrayList<>();
        if (!onboarding.onlyFlagMissing()) {
            wanted.add(new RerunOnboardingStep(onboarding.currentStep(), onboarding.completedSteps()));
        }
        if (onboarding.lacksDefaults()) {
            wanted.add(new ProvisionDefaults(
                    onboarding.offeringId(), onboarding.missingGrants(), onboarding.administratorMissing()));
        }
        if (wanted.isEmpty()) {
            wanted.add(new MarkOnboardingComplete());
        }
        Map<String, @Nullable Object> step = new TreeMap<>();
        step.put("currentStep", onboarding.currentStep());
        return wanted.stream()
                .map(one -> new DesiredCommand(rule.subject(), one, step))
                .toList();
    }

    /** Where only concurrent refreshes fail, the plain one may succeed, and the index is what is wrong. */
    private static List<DesiredCommand> failingView(ViewDetails failing) {
        DesiredCommand refresh = new DesiredCommand(failing.view(), new RefreshViews(true, failing.view()));
        return failing.onlyConcurrentRefreshesFail()
                ? List.of(refresh, new DesiredCommand(failing.view(), new RebuildViewIndex(failing.view())))
                : List.of(refresh);
    }

    private static LicenseDetails license(Finding finding) {
        return details(finding, LicenseDetails.class);
    }

    private static <T extends Details> T details(Finding finding, Class<T> type) {
        return type.cast(finding.details());
    }
}
