package io.licensewatch.core.detect;

/** The rules by the names that alerts carry. The version grows when a rule's meaning changes. */
public enum Rule {
    LICENSE_EXPIRING("license-expiring", "license", 1),
    LICENSE_EXPIRED("license-expired", "license", 1),
    SEAT_UTILIZATION("seat-utilization", "seats", 1),
    RBAC_DRIFT("rbac-drift", "drift", 1),
    ONBOARDING_STALLED("onboarding-stalled", "onboarding", 1);

    private final String id;
    private final String subject;
    private final int version;

    Rule(String id, String subject, int version) {
        this.id = id;
        this.subject = subject;
        this.version = version;
    }

    public String id() {
        return id;
    }

    /** What within the tenant the rule is about. */
    public String subject() {
        return subject;
    }

    public int version() {
        return version;
    }
}
