package io.licensewatch.schemas.command;

public enum CommandOrigin {
    /** An alert issued it. */
    RULE,
    /** A person requested it. */
    OPERATOR
}
