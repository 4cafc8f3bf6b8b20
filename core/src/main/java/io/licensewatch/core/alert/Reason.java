package io.licensewatch.core.alert;

/** Why an alert opens or is updated. Why it resolves is told by the detector. */
enum Reason {
    /** The condition came to hold while we watched. */
    CONDITION_MET,
    /** The condition was already there when the source was first seen whole. */
    SEEDED,
    STAGE_CHANGED,
    SEVERITY_CHANGED,
    /** Only the level rose. */
    ESCALATED,
    /** What was carried out did not help: the level rose, unless it was the highest. */
    REMEDIATION_INEFFECTIVE,
    /** Only the level fell. */
    DEESCALATED,
    /** As bad as before, but about another set of items. */
    ITEMS_CHANGED
}
