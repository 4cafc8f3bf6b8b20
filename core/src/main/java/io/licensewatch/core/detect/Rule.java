package io.licensewatch.core.detect;

import java.util.Arrays;
import java.util.List;

/** The rules by the names that alerts carry. The version grows when a rule's meaning changes. */
public enum Rule {
    LICENSE_EXPIRING(Scope.TENANT, "license-expiring", "license", 1),
    LICENSE_EXPIRED(Scope.TENANT, "license-expired", "license", 1),
    SEAT_UTILIZATION(Scope.TENANT, "seat-utilization", "seats", 1),
    RBAC_DRIFT(Scope.TENANT, "rbac-drift", "drift", 1),
    ONBOARDING_STALLED(Scope.TENANT, "onboarding-stalled", "onboarding", 1),
    VIEW_REFRESH_FAILING(Scope.SYSTEM, "view-refresh-failing", "view", 1),
    VIEW_STALE(Scope.SYSTEM, "view-stale", "view", 1),
    SYSTEM_HEALTH(Scope.SYSTEM, "system-health", "system", 1),
    MULTI_TENANT_IMPACT(Scope.SYSTEM, "multi-tenant-impact", "rule", 1),
    FEED_STALLED(Scope.SYSTEM, "feed-stalled", "feed", 1),
    REMEDIATION_HELD(Scope.SYSTEM, "remediation-held", "commands", 1);

    /** What a rule is about. */
    private enum Scope {
        TENANT,
        SYSTEM
    }

    private static final List<Rule> OF_TENANTS =
            Arrays.stream(values()).filter(rule -> rule.scope == Scope.TENANT).toList();

    private final Scope scope;
    private final String id;
    private final String subject;
    private final int version;

    Rule(Scope scope, String id, String subject, int version) {
        this.scope = scope;
        this.id = id;
        this.subject = subject;
        this.version = version;
    }

    /** The rules about one tenant; the others are about the system as a whole. */
    public static List<Rule> ofTenants() {
        return OF_TENANTS;
    }

    /** Whether it is about one tenant. */
    public boolean isOfTenants() {
        return scope == Scope.TENANT;
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
