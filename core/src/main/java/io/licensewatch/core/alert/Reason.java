package io.licensewatch.core.alert;

/** Why an alert opens or is updated. Why it resolves is for the detector to say. */
enum Reason {
    /** The condition began to hold while the source was watched. */
    CONDITION_MET,
    /** The condition held already when the first snapshot became complete. */
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
