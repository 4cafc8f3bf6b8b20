package io.licensewatch.schemas.alert;

/** How a person is to be told. */
public enum Route {
    EMAIL,
    SLACK,
    PAGE
}
