/**
 * Frontiers, and the arrival of the rows that they cover: what is admitted, what has arrived, which frontier a task has reached. What a
 * task does at a frontier is the job of its engine.
 */
@NullMarked
package io.licensewatch.core.frontier;

import org.jspecify.annotations.NullMarked;
