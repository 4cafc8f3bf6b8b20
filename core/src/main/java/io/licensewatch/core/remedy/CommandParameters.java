package io.licensewatch.core.remedy;

import io.licensewatch.schemas.command.CommandType;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The parameters of a command type. The JSON is the contract; the sentence is for a person. */
sealed interface CommandParameters {
    String FEATURES = "featureIds";
    String EXTENSION_DAYS = "extensionDays";

    CommandType type();

    /** Values are what JSON holds. */
    Map<String, @Nullable Object> asJson();

    /** One sentence in the imperative. */
    String summary(String tenant);

    /** {@code {stage, coveredUntil}}: the tenant's administrators are notified that a stage is reached. */
    record NotifyTenantAdmin(String stage, @Nullable Instant coveredUntil) implements CommandParameters {
        @Override
        public CommandType type() {
            return CommandType.NOTIFY_TENANT_ADMIN;
        }

        @Override
        public Map<String, @Nullable Object> asJson() {
            return json("stage", stage, "coveredUntil", text(coveredUntil));
        }

        @Override
        public String summary(String tenant) {
            return "Notify the administrators of " + tenant + " about their licence: " + stage + ".";
        }
    }

    /** {@code {featureIds[], coveredUntil}}: the first end of the features' coverage. */
    record StartRenewal(List<String> featureIds, Instant coveredUntil) implements CommandParameters {
        @Override
        public CommandType type() {
            return CommandType.START_RENEWAL;
        }

        @Override
        public Map<String, @Nullable Object> asJson() {
            return json("featureIds", featureIds, "coveredUntil", text(coveredUntil));
        }

        @Override
        public String summary(String tenant) {
            return "Start the renewal of " + count(featureIds, "feature") + " for " + tenant + ".";
        }
    }

    /** {@code {featureIds[], extensionDays}}. */
    record ExtendLicense(List<String> featureIds, int extensionDays) implements CommandParameters {
        @Override
        public CommandType type() {
            return CommandType.EXTEND_LICENSE;
        }

        @Override
        public Map<String, @Nullable Object> asJson() {
            return json(FEATURES, featureIds, EXTENSION_DAYS, (long) extensionDays);
        }

        @Override
        public String summary(String tenant) {
            return "Extend " + count(featureIds, "expired feature") + " of " + tenant + " for "
                    + counted(extensionDays, "day") + ".";
        }
    }

    /**
     * {@code {inactiveDays, atMost, candidates}}: a user that never signed in is not inactive; atMost is the overage. How many
     * candidates there are is counted when it is carried out; here it is null.
     */
    record DeactivateInactiveUsers(long inactiveDays, long atMost) implements CommandParameters {
        @Override
        public CommandType type() {
            return CommandType.DEACTIVATE_INACTIVE_USERS;
        }

        @Override
        public Map<String, @Nullable Object> asJson() {
            Map<String, @Nullable Object> json = json("inactiveDays", inactiveDays, "atMost", atMost);
            json.put("candidates", null);
            return json;
        }

        @Override
        public String summary(String tenant) {
            return "Deactivate at most " + counted(atMost, "user") + " of " + tenant
                    + (atMost == 1 ? " that has" : " that have") + " not signed in for " + counted(inactiveDays, "day")
                    + ".";
        }
    }

    /** {@code {seatsUsed, seatLimit, additionalSeats, offeringId}}. */
    record UpgradeSeats(
            long seatsUsed, long seatLimit, @Nullable String offeringId) implements CommandParameters {
        @Override
        public CommandType type() {
            return CommandType.UPGRADE_SEATS;
        }

        @Override
        public Map<String, @Nullable Object> asJson() {
            Map<String, @Nullable Object> json = json("seatsUsed", seatsUsed, "seatLimit", seatLimit);
            json.put("additionalSeats", seatsUsed - seatLimit);
            json.put("offeringId", offeringId);
            return json;
        }

        @Override
        public String summary(String tenant) {
            return "Upgrade " + tenant + " by " + counted(seatsUsed - seatLimit, "seat") + ": it uses " + seatsUsed
                    + " of " + seatLimit + ".";
        }
    }

    /** {@code {roleId, resource, featureIds[]}}. */
    record GrantMissingLicenses(String roleId, String resource, List<String> featureIds) implements CommandParameters {
        @Override
        public CommandType type() {
            return CommandType.GRANT_MISSING_LICENSES;
        }

        @Override
        public Map<String, @Nullable Object> asJson() {
            Map<String, @Nullable Object> json = json("roleId", roleId, "resource", resource);
            json.put("featureIds", featureIds);
            return json;
        }

        @Override
        public String summary(String tenant) {
            return "Grant " + tenant + " " + count(featureIds, "feature") + " of its offering that role " + roleId
                    + " needs for " + resource + ".";
        }
    }

    /** {@code {roleId, resource}}. */
    record RemoveRbacAccess(String roleId, String resource) implements CommandParameters {
        @Override
        public CommandType type() {
            return CommandType.REMOVE_RBAC_ACCESS;
        }

        @Override
        public Map<String, @Nullable Object> asJson() {
            return json("roleId", roleId, "resource", resource);
        }

        @Override
        public String summary(String tenant) {
            return "Take " + resource + " from role " + roleId + " of " + tenant + ", which has no licence for it.";
        }
    }

    /**
     * {@code {force}}: whether to refresh even if it was done lately.
     *
     * @param view null when all are meant, after a repair
     */
    record RefreshViews(boolean force, @Nullable String view) implements CommandParameters {
        @Override
        public CommandType type() {
            return CommandType.REFRESH_VIEWS;
        }

        @Override
        public Map<String, @Nullable Object> asJson() {
            return json("force", force);
        }

        @Override
        public String summary(String tenant) {
            return view == null
                    ? "Refresh the materialized views, as drift of " + tenant + " was repaired."
                    : "Refresh the materialized view " + view + (force ? ", even if it was tried lately." : ".");
        }
    }

    /** {@code {view}}. */
    record RebuildViewIndex(String view) implements CommandParameters {
        @Override
        public CommandType type() {
            return CommandType.REBUILD_VIEW_INDEX;
        }

        @Override
        public Map<String, @Nullable Object> asJson() {
            return json("view", view);
        }

        @Override
        public String summary(String tenant) {
            return "Rebuild the unique index of " + view + ", whose concurrent refresh fails.";
        }
    }

    /** {@code {step, completedSteps[]}}: step is null when none had begun. */
    record RerunOnboardingStep(@Nullable String step, List<String> completedSteps) implements CommandParameters {
        @Override
        public CommandType type() {
            return CommandType.RERUN_ONBOARDING_STEP;
        }

        @Override
        public Map<String, @Nullable Object> asJson() {
            return json("step", step, "completedSteps", completedSteps);
        }

        @Override
        public String summary(String tenant) {
            return step == null
                    ? "Begin the onboarding of " + tenant + ", which has not started."
                    : "Run the onboarding step " + step + " of " + tenant + " again.";
        }
    }

    /** {@code {offeringId, featureIds[], administratorMissing}}. */
    record ProvisionDefaults(@Nullable String offeringId, List<String> featureIds, boolean administratorMissing)
            implements CommandParameters {
        @Override
        public CommandType type() {
            return CommandType.PROVISION_DEFAULTS;
        }

        @Override
        public Map<String, @Nullable Object> asJson() {
            Map<String, @Nullable Object> json = json("offeringId", offeringId, "featureIds", featureIds);
            json.put("administratorMissing", administratorMissing);
            return json;
        }

        @Override
        public String summary(String tenant) {
            return "Give " + tenant + " what its offering contains: " + count(featureIds, "feature")
                    + (administratorMissing ? " and an administrator." : ".");
        }
    }

    /** {@code {}}. */
    record MarkOnboardingComplete() implements CommandParameters {
        @Override
        public CommandType type() {
            return CommandType.MARK_ONBOARDING_COMPLETE;
        }

        @Override
        public Map<String, @Nullable Object> asJson() {
            return Collections.emptyMap();
        }

        @Override
        public String summary(String tenant) {
            return "Mark the onboarding of " + tenant + " as complete; only the flag is missing.";
        }
    }

    private static Map<String, @Nullable Object> json(String name, @Nullable Object value) {
        Map<String, @Nullable Object> json = new TreeMap<>();
        json.put(name, value);
        return json;
    }

    private static Map<String, @Nullable Object> json(
            String name, @Nullable Object value, String other, @Nullable Object otherValue) {
        Map<String, @Nullable Object> json = json(name, value);
        json.put(other, otherValue);
        return json;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static String count(Collection<?> things, String name) {
        return counted(things.size(), name);
    }

    private static String counted(long number, String name) {
        return number + " " + name + (number == 1 ? "" : "s");
    }
}
