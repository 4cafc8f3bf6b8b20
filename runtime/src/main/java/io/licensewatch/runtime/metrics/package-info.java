/**
 * The Micrometer registry of a process with the meters of the Java runtime. Apps add their own meters; no meter of an app is
 * defined here.
 */
@NullMarked
package io.licensewatch.runtime.metrics;

import org.jspecify.annotations.NullMarked;
