/**
 * Results of commands: the worker's state transitions and stream-app's verdicts. Public contract: fields may be added, nothing
 * else changes. {@code CommandState} has the same transitions as the ledger's SQL.
 */
@NullMarked
package io.licensewatch.schemas.result;

import org.jspecify.annotations.NullMarked;
