/**
 * The effect of other thresholds: the detectors of {@code core}, applied to the published status of all tenants. No rule is
 * implemented a second time here.
 */
@NullMarked
package io.licensewatch.console.whatif;

import org.jspecify.annotations.NullMarked;
