package io.licensewatch.schemas.action;

public enum ActionKind {
    APPROVE,
    REJECT,
    /** A command that no alert calls for. */
    REQUEST
}
