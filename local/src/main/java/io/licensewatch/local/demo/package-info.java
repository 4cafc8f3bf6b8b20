/**
 * The runbook's incidents, played on a small made-up SaaS: {@link Scenario} has the data, {@link ScenarioPlayer} plays it and
 * compares what is published with what is expected. Writes to the demo's own database only. May use public topics and commands, as any
 * client; nothing of the engines is known here.
 */
@NullMarked
package io.licensewatch.local.demo;

import org.jspecify.annotations.NullMarked;
