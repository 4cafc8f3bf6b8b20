/** Tests of the log encoder. */
@NullMarked
package io.licensewatch.runtime.logging;

import org.jspecify.annotations.NullMarked;
