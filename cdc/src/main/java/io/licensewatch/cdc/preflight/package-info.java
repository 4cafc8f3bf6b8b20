/**
 * Judges a source that was read: each check is a result, with the statement that fixes it. It changes nothing in the
 * source.
 */
@NullMarked
package io.licensewatch.cdc.preflight;

import org.jspecify.annotations.NullMarked;
