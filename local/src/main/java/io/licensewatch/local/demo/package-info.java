/** The runbook's incidents, played on a small made-up SaaS: data in {@code Scenario}, played by {@code ScenarioPlayer}. */
@NullMarked
package io.licensewatch.local.demo;

import org.jspecify.annotations.NullMarked;
