/**
 * Remediation commands and their parameters. Public contract: fields may be added, nothing else changes. A command never contains
 * SQL, and this package knows nothing of the worker.
 */
@NullMarked
package io.licensewatch.schemas.command;

import org.jspecify.annotations.NullMarked;
