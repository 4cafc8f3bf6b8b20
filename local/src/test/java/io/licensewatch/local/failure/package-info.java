/** Both apps as processes of their own that are killed, and everything they stand on that goes away: nothing is lost. */
@NullMarked
package io.licensewatch.local.failure;

import org.jspecify.annotations.NullMarked;
