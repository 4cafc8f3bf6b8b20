package io.licensewatch.schemas.alert;

/** Who responds: support engineer, senior engineer, engineering lead. */
public enum Level {
    L1,
    L2,
    L3
}
