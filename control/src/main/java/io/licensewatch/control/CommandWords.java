package io.licensewatch.control;

import io.licensewatch.schemas.command.CommandBound;
import io.licensewatch.schemas.command.RemediationCommand;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Describes what a command changes, for people who do not read SQL. The text is not escaped for a terminal. */
public final class CommandWords {
    private static final String BY_WEBHOOK = "Changes no row here: calls the SaaS' own service with a signed webhook, ";

    private CommandWords() {}

    public static String of(RemediationCommand command) {
        Map<String, @Nullable Object> given = command.parameters();
        return switch (command.type()) {
            case NOTIFY_TENANT_ADMIN ->
                "Changes no row: sends one mail to each administrator of the tenant, about the stage "
                        + text(given, "stage") + " of its licence.";
            case START_RENEWAL -> BY_WEBHOOK + "which starts the renewal of " + features(given) + ".";
            case UPGRADE_SEATS ->
                BY_WEBHOOK + "which adds " + text(given, "additionalSeats") + " seats to " + text(given, "seatLimit")
                        + ".";
            case RERUN_ONBOARDING_STEP ->
                BY_WEBHOOK + "which runs the onboarding step " + text(given, "step") + " again.";
            case CLEAR_CACHES -> BY_WEBHOOK + "which clears its licence caches.";
            case EXTEND_LICENSE -> extension(command.bound(), given);
            case END_EXTENSION ->
                "Restores the subscription's end that command " + text(given, "leaseCommandId")
                        + " moved, if nobody has changed it since. Grants of that command end by themselves.";
            case DEACTIVATE_INACTIVE_USERS ->
                "Frees at most " + text(given, "atMost")
                        + ("1".equals(text(given, "atMost")) ? " seat" : " seats")
                        + ": ends the memberships (user_roles) of as many users, in"
                        + " this tenant alone, who have not signed in for " + text(given, "inactiveDays")
                        + " days; never an administrator. Their accounts (auth.users) stay as they are.";
            case GRANT_MISSING_LICENSES ->
                "Inserts grants for " + features(given) + ", which role " + text(given, "roleId") + " needs for "
                        + text(given, "resource") + ".";
            case REMOVE_RBAC_ACCESS ->
                "Deletes this tenant's bindings of role " + text(given, "roleId") + " to " + text(given, "resource")
                        + ". A role that several tenants share is not changed.";
            case REFRESH_VIEWS ->
                "Refreshes "
                        + ("views".equals(command.target())
                                ? "the materialized views"
                                : "the materialized view " + command.target())
                        + (Boolean.TRUE.equals(given.get("force")) ? ", even after a recent refresh" : "")
                        + ", and records it in materialized_view_refresh_jobs.";
            case REBUILD_VIEW_INDEX ->
                "Changes no row: builds the unique index of the materialized view " + text(given, "view")
                        + " again, without which it cannot be refreshed concurrently.";
            case PROVISION_DEFAULTS ->
                "Inserts what every tenant of the offering has and this one lacks: grants for " + features(given)
                        + (Boolean.TRUE.equals(given.get("administratorMissing")) ? ", and an administrator." : ".");
            case MARK_ONBOARDING_COMPLETE -> "Sets the flag that the tenant's onboarding is complete.";
        };
    }

    private static String extension(@Nullable CommandBound bound, Map<String, @Nullable Object> given) {
        String days = text(given, "extensionDays") + ("1".equals(text(given, "extensionDays")) ? " day" : " days");
        if (bound == CommandBound.SUBSCRIPTION) {
            return "Moves the end of the tenant's subscription to " + days + " from then, to cover " + features(given)
                    + ". END_EXTENSION restores the former date.";
        }
        if (bound == CommandBound.GRANT) {
            return "Inserts grants for " + features(given) + " that end by themselves after " + days + ".";
        }
        return "Extends " + features(given) + " for " + days + ", by grants or by the subscription's end, whichever has"
                + " ended.";
    }

    private static String features(Map<String, @Nullable Object> given) {
        if (!(given.get("featureIds") instanceof Collection<?> ids)) {
            return "its features";
        }
        return (ids.size() == 1 ? "1 feature " : ids.size() + " features ")
                + ids.stream().map(String::valueOf).sorted().collect(Collectors.joining(", ", "(", ")"));
    }

    private static String text(Map<String, @Nullable Object> given, String name) {
        Object value = given.get(name);
        return value == null ? "(not given)" : String.valueOf(value);
    }
}
