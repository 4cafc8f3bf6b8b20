package io.licensewatch.core.alert;

import io.licensewatch.core.detect.Rule;
import io.licensewatch.schemas.alert.AlertEvent;

/** Completes the event of an alert that resolves, before commands are planned: which rows ended it, and how. */
@FunctionalInterface
public interface Resolution {
    AlertEvent complete(Rule rule, AlertEvent resolved);
}
