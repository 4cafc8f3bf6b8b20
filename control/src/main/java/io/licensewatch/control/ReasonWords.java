package io.licensewatch.control;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes the reasons of steps, verdicts and alerts. On the topics they are codes, and new ones may be added; some are free
 * text.
 */
public final class ReasonWords {
    private static final String CODE = "[A-Z][A-Z0-9_]*";

    private static final Map<String, String> WORDS = Map.ofEntries(
            // of a command's step
            Map.entry("PAUSED", "it is paused"),
            Map.entry("BUDGET", "a limit is used up"),
            Map.entry("FAILURES", "commands of its type failed too often"),
            Map.entry("PLAN_CHANGED", "the plan has changed since its approval"),
            Map.entry("TOO_LATE", "the cancel came too late: it had begun"),
            Map.entry("RETRY", "tried again"),
            Map.entry("REJECTED", "a person rejected it"),
            Map.entry("NOT_CONFIGURED", "the worker has no mail server or webhook for it"),
            Map.entry("NO_WEBHOOK", "the worker has no webhook for it"),
            Map.entry("COVERED", "the licence is covered again"),
            Map.entry("LICENSED", "it is licensed now"),
            Map.entry("WITHIN_LIMIT", "there are enough seats now"),
            Map.entry("WENT_ON", "the onboarding has continued by itself"),
            Map.entry("COMPLETE", "the onboarding is complete already"),
            Map.entry("STEPS_MISSING", "steps of the onboarding are missing now"),
            Map.entry("NO_ROW", "the tenant has no onboarding any more"),
            Map.entry("OTHER_OFFERING", "the tenant has another offering now"),
            Map.entry("NOT_IN_OFFERING", "the tenant's offering does not contain it"),
            Map.entry("OTHERS_MISSING", "other features are missing now"),
            Map.entry("ROLE_GONE", "the role is gone"),
            Map.entry("ACCESS_GONE", "the role no longer gives that access"),
            Map.entry("NOBODY_INACTIVE", "no user has been inactive for that long"),
            Map.entry("NO_ADMINISTRATOR_KNOWN", "there is no candidate for an administrator"),
            Map.entry("NO_LEASE", "there is no extension to end"),
            Map.entry("ENDED", "the extension has ended"),
            Map.entry("LEASE_ENDED", "the extension has ended"),
            Map.entry("GUARD", "the values that the decision depends on have changed"),
            Map.entry("ATTEMPTS", "every attempt failed"),
            // of a verdict
            Map.entry("CLEARED", "its cause is resolved"),
            Map.entry("ITEM_CLEARED", "the item that it was for is resolved"),
            Map.entry("CLEARED_LATER", "its cause was resolved later"),
            Map.entry("STILL_OPEN", "the alert was still open"),
            Map.entry("AWAITS_FRONTIER", "the feed has not reached the change yet"),
            Map.entry("AWAITS_HOLD", "the hold of the rule has not ended"),
            // of an alert
            Map.entry("CONDITION_MET", "its condition holds"),
            Map.entry("SEEDED", "it existed when watching began"),
            Map.entry("STAGE_CHANGED", "another stage"),
            Map.entry("SEVERITY_CHANGED", "another severity"),
            Map.entry("ESCALATED", "open for so long that its level rose"),
            Map.entry("DEESCALATED", "its level fell"),
            Map.entry("ITEMS_CHANGED", "about other items, with the same severity"),
            Map.entry("REMEDIATION_INEFFECTIVE", "the executed commands had no effect"),
            Map.entry("MULTI_TENANT_IMPACT", "several tenants have the same incident"),
            Map.entry("COMPLETED", "the onboarding is complete"),
            Map.entry("EXPIRED", "the licence has ended"),
            Map.entry("TENANT_CLOSED", "the tenant is closed"));

    private ReasonWords() {}

    /** All known codes. */
    static Set<String> codes() {
        return WORDS.keySet();
    }

    /** Empty if there is no reason. An unknown code becomes readable text; free text is unchanged. */
    public static String of(@Nullable String reason) {
        if (reason == null) {
            return "";
        }
        String words = WORDS.get(reason);
        if (words != null) {
            return words;
        }
        return reason.matches(CODE) ? reason.replace('_', ' ').toLowerCase(Locale.ROOT) : reason;
    }
}
