/** Tests of escaping. */
@NullMarked
package io.licensewatch.runtime.text;

import org.jspecify.annotations.NullMarked;
