/** The worker: the only part of licensewatch that may change the source. */
@NullMarked
package io.licensewatch.worker;

import org.jspecify.annotations.NullMarked;
