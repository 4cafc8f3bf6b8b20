/**
 * Timers in source time: which tenant is due when, indexed by time. They are read when a frontier passes; no thread waits. Knows
 * nothing of what is due.
 */
@NullMarked
package io.licensewatch.core.timer;

import org.jspecify.annotations.NullMarked;
