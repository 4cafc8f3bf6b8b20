package io.licensewatch.core.engine;

import io.licensewatch.core.alert.AlertEvaluator;
import io.licensewatch.core.detect.TenantDetectors;
import java.time.ZoneId;

/**
 * The rules of evaluation as one value: detectors and alert lifecycle.
 *
 * @param zone the licensing time zone, which determines days
 */
public record RuleBook(ZoneId zone, TenantDetectors detectors, AlertEvaluator alerts) {}
