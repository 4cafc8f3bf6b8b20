package io.licensewatch.schemas.alert;

public enum AlertStatus {
    OPEN,
    UPDATED,
    RESOLVED
}
