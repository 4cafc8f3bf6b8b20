/**
 * The detectors: what a tenant's rows mean for licensing at a time. Pure functions of rows, reference data and settings. Nothing here
 * remembers a former evaluation but what {@link Assessment} takes over.
 */
@NullMarked
package io.licensewatch.core.detect;

import org.jspecify.annotations.NullMarked;
