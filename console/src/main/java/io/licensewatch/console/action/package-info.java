/**
 * Decisions of people on their way to Kafka. A decision is written exactly once, or its outcome is reported as unknown. Pages and
 * API use this package and no producer of their own.
 */
@NullMarked
package io.licensewatch.console.action;

import org.jspecify.annotations.NullMarked;
