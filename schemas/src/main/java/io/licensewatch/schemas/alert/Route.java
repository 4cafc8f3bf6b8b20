package io.licensewatch.schemas.alert;

/** How a person is notified. */
public enum Route {
    EMAIL,
    SLACK,
    PAGE
}
