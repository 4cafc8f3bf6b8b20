/**
 * The worker as a process and its operator commands. The worker is the only part of licensewatch that may change the source, and
 * it may do so only through the functions in {@code sql}.
 */
@NullMarked
package io.licensewatch.worker;

import org.jspecify.annotations.NullMarked;
