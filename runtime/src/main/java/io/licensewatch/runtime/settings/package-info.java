/**
 * Settings from file, environment and flags: parsed once, validated together, listed as text. Secrets must not reach a message.
 * Apps declare their settings with these types; only those of all processes are declared here.
 */
@NullMarked
package io.licensewatch.runtime.settings;

import org.jspecify.annotations.NullMarked;
