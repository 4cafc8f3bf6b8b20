/**
 * The lifecycle of alerts, of tenants and of the system alike: an {@link AlertStore} reads what is stored, an {@link AlertEvaluator}
 * decides, an {@link AlertOutcome} says what to store and publish. Nothing here knows which rows a detector read, or where an outcome
 * is published.
 */
@NullMarked
package io.licensewatch.core.alert;

import org.jspecify.annotations.NullMarked;
