/**
 * Records that could not be understood, as they are written to {@code licensewatch.dead-letters.v1}: with the reason, with their origin,
 * and without values that may not leave the database. Knows nothing of the tasks.
 */
@NullMarked
package io.licensewatch.streams.deadletter;

import org.jspecify.annotations.NullMarked;
