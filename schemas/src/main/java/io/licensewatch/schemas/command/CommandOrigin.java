package io.licensewatch.schemas.command;

public enum CommandOrigin {
    /** An alert calls for it. */
    RULE,
    /** A person has requested it. */
    OPERATOR
}
