/**
 * Tenant status and system health. Public contract: fields may be added, nothing else changes. Only the numbers are here; {@code
 * core} computes them.
 */
@NullMarked
package io.licensewatch.schemas.status;

import org.jspecify.annotations.NullMarked;
