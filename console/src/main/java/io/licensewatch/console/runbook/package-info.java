/** The calls that the runbook's curl lines make, answered in the shapes that its jq expressions expect. */
@NullMarked
package io.licensewatch.console.runbook;

import org.jspecify.annotations.NullMarked;
