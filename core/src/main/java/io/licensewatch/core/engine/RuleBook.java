package io.licensewatch.core.engine;

import io.licensewatch.core.alert.AlertEvaluator;
import io.licensewatch.core.detect.TenantDetectors;
import java.time.ZoneId;

/**
 * Everything that decides, as one value: what is detected, and how alerts live.
 *
 * @param zone the licensing zone: what a day is
 */
public record RuleBook(ZoneId zone, TenantDetectors detectors, AlertEvaluator alerts) {}
