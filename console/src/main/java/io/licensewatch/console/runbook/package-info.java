/**
 * The calls of the runbook's curl lines, with the fields that its jq expressions expect. These names are fixed by the runbook and must
 * not change. Data comes from {@code read}, decisions go through {@code action}.
 */
@NullMarked
package io.licensewatch.console.runbook;

import org.jspecify.annotations.NullMarked;
