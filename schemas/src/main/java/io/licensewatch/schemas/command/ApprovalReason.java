package io.licensewatch.schemas.command;

/** Why a command needs approval that would otherwise be carried out at once. */
public enum ApprovalReason {
    /** Several tenants have the incident at once: one cause is likely, and a repair of each may be the wrong one. */
    MULTI_TENANT_IMPACT,
    /** Commands of this type did not help the tenant lately. */
    REMEDIATION_INEFFECTIVE
}
