package io.licensewatch.schemas.command;

/** What ends the coverage of an expired feature. */
public enum CommandBound {
    GRANT,
    SUBSCRIPTION
}
