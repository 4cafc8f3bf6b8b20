/**
 * What cdc is configured with: parsed and validated once, at the start. May use {@code runtime} and {@code source}; nothing is connected
 * or read here.
 */
@NullMarked
package io.licensewatch.cdc.settings;

import org.jspecify.annotations.NullMarked;
