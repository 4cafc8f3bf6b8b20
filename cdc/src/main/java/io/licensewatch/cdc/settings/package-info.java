/**
 * What cdc is configured with, parsed and validated once.
 */
@NullMarked
package io.licensewatch.cdc.settings;

import org.jspecify.annotations.NullMarked;
