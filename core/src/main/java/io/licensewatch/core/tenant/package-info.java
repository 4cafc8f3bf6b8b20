/**
 * The rows of one tenant as they are stored, and the facts of it that detectors read: users per set of roles, grants, seats. May use
 * rows, stores, timers and reference data. Knows no rule and no alert.
 */
@NullMarked
package io.licensewatch.core.tenant;

import org.jspecify.annotations.NullMarked;
