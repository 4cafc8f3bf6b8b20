package io.licensewatch.schemas.action;

public enum ActionKind {
    APPROVE,
    REJECT,
    /** A command that no alert requires. */
    REQUEST,
    /** Commands are held back until a RESUME of the same tenant and type. */
    PAUSE,
    RESUME
}
