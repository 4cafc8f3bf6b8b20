/**
 * What an earlier state has published, read back from the public topics, so that a task that begins from nothing continues the same
 * episodes. Reads only; what to make of it is the core's.
 */
@NullMarked
package io.licensewatch.streams.published;

import org.jspecify.annotations.NullMarked;
