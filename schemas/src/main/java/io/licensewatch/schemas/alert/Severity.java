package io.licensewatch.schemas.alert;

public enum Severity {
    INFO,
    WARNING,
    CRITICAL
}
