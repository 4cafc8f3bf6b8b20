/** What the pages show, as JSON, for programs; described by {@code /api/openapi.json}. */
@NullMarked
package io.licensewatch.console.api;

import org.jspecify.annotations.NullMarked;
