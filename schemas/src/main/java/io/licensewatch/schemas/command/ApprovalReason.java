package io.licensewatch.schemas.command;

/** Why a command needs approval that would otherwise be executed at once. */
public enum ApprovalReason {
    /** Several tenants have the same incident: they probably have one cause, and repairing each tenant may be wrong. */
    MULTI_TENANT_IMPACT,
    /** Recent commands of this type had no effect for the tenant. */
    REMEDIATION_INEFFECTIVE
}
