/**
 * Command line tools for remediation: list, show, approve, reject, request. They use {@code control} for views and decisions, and
 * know nothing of the topology or the worker.
 */
@NullMarked
package io.licensewatch.cli.remedy;

import org.jspecify.annotations.NullMarked;
