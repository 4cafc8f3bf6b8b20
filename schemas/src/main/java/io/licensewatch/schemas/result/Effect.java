package io.licensewatch.schemas.result;

/** Whether an applied command worked. */
public enum Effect {
    /** The alert, or the item of it that the command was for, is resolved. */
    EFFECTIVE,
    INEFFECTIVE
}
