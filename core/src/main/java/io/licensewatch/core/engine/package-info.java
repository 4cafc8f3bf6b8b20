/**
 * The engines of the tenant tasks and of the reference task: records in, evaluations at frontiers, outputs through {@link TenantOutput}.
 * May use every other package of the core but {@code system}. Knows no Kafka, no clock and no thread; the same input has the same
 * output.
 */
@NullMarked
package io.licensewatch.core.engine;

import org.jspecify.annotations.NullMarked;
