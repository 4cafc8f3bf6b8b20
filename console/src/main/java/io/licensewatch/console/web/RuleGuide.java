package io.licensewatch.console.web;

import java.util.Arrays;

/** The meaning of a rule, and what a person does about it if no command helps. */
public enum RuleGuide {
    LICENSE_EXPIRED(
            "license-expired",
            "Licence expired",
            "The contiguous coverage of a licensed feature has ended, and its users are affected.",
            "Renew or extend the licence, with the tenant's agreement; then check that the alert resolves."),
    LICENSE_EXPIRING(
            "license-expiring",
            "Licence expiring",
            "The contiguous coverage of a licensed feature ends within the days of its stage, and no later grant takes over.",
            "Check that the renewal is in progress before the date below; nothing is broken yet."),
    SEAT_UTILIZATION(
            "seat-utilization",
            "Seats",
            "Distinct users with a live role, against the seats of the tenant's offering.",
            "Agree with the tenant on more seats, or end memberships that nobody uses."),
    RBAC_DRIFT(
            "rbac-drift",
            "Access without licence",
            "Roles of live users give access that no licensed feature covers.",
            "Decide for each item below: grant the missing feature, or remove the access from the role."),
    ONBOARDING_STALLED(
            "onboarding-stalled",
            "Onboarding stalled",
            "The tenant's onboarding has made no progress for longer than the threshold.",
            "Find out what the step below waits for; call the tenant if it waits for them."),
    VIEW_REFRESH_FAILING(
            "view-refresh-failing",
            "View refresh failing",
            "The last refreshes of a materialized view have failed one after the other.",
            "Read the errors in materialized_view_refresh_jobs; a missing unique index is the usual cause."),
    VIEW_STALE(
            "view-stale",
            "View stale",
            "A materialized view has not been refreshed for longer than it may be.",
            "Check whether the job that refreshes it runs; request a refresh."),
    SYSTEM_HEALTH(
            "system-health",
            "System health",
            "The mean over all live tenants' scores, less what failing and stale views cost.",
            "Start with the fixes on the overview that gain most."),
    MULTI_TENANT_IMPACT(
            "multi-tenant-impact",
            "Several tenants at once",
            "Several tenants became critical by one rule within minutes: one cause is likely.",
            "Check for a change of shared data (an offering, a bundle, the catalogue) before you repair any of them."),
    FEED_STALLED(
            "feed-stalled",
            "Feed stalled",
            "The tenant tasks have not all passed a frontier for too long, and no snapshot makes progress: all other alerts are late by the same time.",
            "Follow the data flow: source, cdc, Kafka, stream-app. The first component without progress is the cause."),
    REMEDIATION_HELD(
            "remediation-held",
            "Remediation held",
            "Commands wait because of a pause, a used-up limit, or too many failures.",
            "See the reasons on the system page; licensewatch worker status lists pauses, and worker resume ends them."),
    OTHER("", "", "This release has no description of this rule.", "Read the rows below.");

    private final String rule;
    private final String title;
    private final String meaning;
    private final String next;

    RuleGuide(String rule, String title, String meaning, String next) {
        this.rule = rule;
        this.title = title;
        this.meaning = meaning;
        this.next = next;
    }

    public static RuleGuide of(String rule) {
        return Arrays.stream(values())
                .filter(guide -> guide != OTHER && guide.rule.equals(rule))
                .findFirst()
                .orElse(OTHER);
    }

    /** The title, or the rule's id if it is unknown. */
    public static String title(String rule) {
        RuleGuide guide = of(rule);
        return guide == OTHER ? rule : guide.title;
    }

    public String rule() {
        return rule;
    }

    public String title() {
        return title;
    }

    public String meaning() {
        return meaning;
    }

    public String next() {
        return next;
    }
}
