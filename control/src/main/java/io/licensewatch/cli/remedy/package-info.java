/**
 * Commands for people who approve, reject and request: what the topics say of each command of remediation, folded into one view. They know
 * the contracts, and neither the topology nor the worker.
 */
@NullMarked
package io.licensewatch.cli.remedy;

import org.jspecify.annotations.NullMarked;
