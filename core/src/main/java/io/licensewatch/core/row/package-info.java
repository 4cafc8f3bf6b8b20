/**
 * The watched tables' rows as typed records, read from the columns of a change. May use the contracts of {@code schemas} only. Nothing
 * here knows other rows, or how they are stored.
 */
@NullMarked
package io.licensewatch.core.row;

import org.jspecify.annotations.NullMarked;
