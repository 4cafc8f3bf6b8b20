/** The watched tables' rows as typed records, read from the columns of a change. A row does not know other rows, nor how it is stored. */
@NullMarked
package io.licensewatch.core.row;

import org.jspecify.annotations.NullMarked;
