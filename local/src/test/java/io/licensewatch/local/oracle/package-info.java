/** What SQL says of the source, against what licensewatch says. */
@NullMarked
package io.licensewatch.local.oracle;

import org.jspecify.annotations.NullMarked;
