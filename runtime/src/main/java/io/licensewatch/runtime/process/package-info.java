/**
 * The life of a process: start, signals, failures, exit codes, error messages, version. Exit codes are documented in
 * docs/operations.md. Nothing of Postgres or of an app is known here.
 */
@NullMarked
package io.licensewatch.runtime.process;

import org.jspecify.annotations.NullMarked;
