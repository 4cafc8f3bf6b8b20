package io.licensewatch.schemas.command;

public enum CommandMode {
    /** The worker may execute it at once. */
    AUTO,
    /** A person has to approve it first; the default for commands that remove something. */
    APPROVE,
    /** The worker only reports what it would do. */
    DRY_RUN
}
