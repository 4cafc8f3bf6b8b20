/**
 * The content of the pages as JSON for programs, described by {@code /api/openapi.json}. Public contract: fields may be added.
 * Data comes from {@code read} only.
 */
@NullMarked
package io.licensewatch.console.api;

import org.jspecify.annotations.NullMarked;
