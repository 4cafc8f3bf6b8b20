package io.licensewatch.schemas.command;

public enum CommandMode {
    /** The worker may carry it out at once. */
    AUTO,
    /** A person has to approve first; the default of whatever takes something away. */
    APPROVE,
    /** The worker only tells what it would do. */
    DRY_RUN
}
