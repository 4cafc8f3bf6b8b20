package io.licensewatch.console.web;

import java.util.Arrays;

/** What a rule means, and what a person does about it where no command helps. */
public enum RuleGuide {
    LICENSE_EXPIRED(
            "license-expired",
            "Licence expired",
            "The contiguous coverage of a licensed feature has ended, and its users feel it.",
            "Renew or extend the licence, with the tenant's agreement; then see that the alert resolves."),
    LICENSE_EXPIRING(
            "license-expiring",
            "Licence expiring",
            "The contiguous coverage of a licensed feature ends within the days of its stage, and no later grant takes over.",
            "See that the renewal is under way before the date below; nothing is broken yet."),
    SEAT_UTILIZATION(
            "seat-utilization",
            "Seats",
            "Distinct users with a live role, against the seats of the tenant's offering.",
            "Agree with the tenant on more seats, or end memberships that nobody uses."),
    RBAC_DRIFT(
            "rbac-drift",
            "Access without licence",
            "Roles that live users hold give access to what no licensed feature covers.",
            "Decide for each item below: grant the missing feature, or take the access from the role."),
    ONBOARDING_STALLED(
            "onboarding-stalled",
            "Onboarding stalled",
            "The tenant's onboarding has made no progress for longer than the threshold.",
            "Find out what the step below waits for; call the tenant where it waits for them."),
    VIEW_REFRESH_FAILING(
            "view-refresh-failing",
            "View refresh failing",
            "The last refreshes of a materialized view have failed one after the other.",
            "Read the errors in materialized_view_refresh_jobs; a missing unique index is the usual cause."),
    VIEW_STALE(
            "view-stale",
            "View stale",
            "A materialized view has not been refreshed for longer than it may be.",
            "See whether the job that refreshes it runs; request a refresh."),
    SYSTEM_HEALTH(
            "system-health",
            "System health",
            "The mean over all live tenants' scores, less what failing and stale views cost.",
            "Begin with the fixes on the overview that gain most."),
    MULTI_TENANT_IMPACT(
            "multi-tenant-impact",
            "Several tenants at once",
            "Several tenants became critical by one rule within minutes: one cause is likely.",
            "Look for a change that they share (an offering, a bundle, the catalogue) before you repair any of them."),
    FEED_STALLED(
            "feed-stalled",
            "Feed stalled",
            "The tenant tasks have not all passed a frontier for too long, and no snapshot gets on meanwhile: all other alerts are late by as much.",
            "Go along the data's way: source, cdc, Kafka, stream-app. The first station that stands still is the one."),
    REMEDIATION_HELD(
            "remediation-held",
            "Remediation held",
            "Commands wait because of a pause, a used-up limit, or too many failures.",
            "See the reasons on the system page; licensewatch worker status lists what is paused, and worker resume ends it."),
    OTHER("", "", "No description of this rule is known to this release.", "Read the rows below.");

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

    /** The title, or the rule itself where it is not known. */
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
