package io.licensewatch.schemas.command;

public enum CommandKind {
    ISSUE,
    CANCEL
}
