/**
 * Alert transitions with their evidence. Public contract: fields may be added, nothing else changes. No lifecycle rules live
 * here, only the records that {@code core} decides on.
 */
@NullMarked
package io.licensewatch.schemas.alert;

import org.jspecify.annotations.NullMarked;
