package io.licensewatch.core.detect;

import java.util.List;

/** The rules by the names that alerts carry. The version grows when a rule's meaning changes. */
public enum Rule {
    LICENSE_EXPIRING("license-expiring", "license", 1),
    LICENSE_EXPIRED("license-expired", "license", 1),
    SEAT_UTILIZATION("seat-utilization", "seats", 1),
    RBAC_DRIFT("rbac-drift", "drift", 1),
    ONBOARDING_STALLED("onboarding-stalled", "onboarding", 1),
    VIEW_REFRESH_FAILING("view-refresh-failing", "view", 1),
    VIEW_STALE("view-stale", "view", 1),
    SYSTEM_HEALTH("system-health", "system", 1),
    MULTI_TENANT_IMPACT("multi-tenant-impact", "rule", 1),
    FEED_STALLED("feed-stalled", "feed", 1),
    REMEDIATION_HELD("remediation-held", "commands", 1);

    private final String id;
    private final String subject;
    private final int version;

    Rule(String id, String subject, int version) {
        this.id = id;
        this.subject = subject;
        this.version = version;
    }

    /** The rules about one tenant; the others are about the system as a whole. */
    public static List<Rule> ofTenants() {
        return List.of(LICENSE_EXPIRING, LICENSE_EXPIRED, SEAT_UTILIZATION, RBAC_DRIFT, ONBOARDING_STALLED);
    }

    /** Whether a rule about one tenant has this id. */
    public static boolean isOfTenants(String id) {
        return ofTenants().stream().anyMatch(rule -> rule.id().equals(id));
    }

    public String id() {
        return id;
    }

    /** What within the tenant the rule is about; where that may be several (views, rules), what kind of thing. */
    public String subject() {
        return subject;
    }

    public int version() {
        return version;
    }
}
