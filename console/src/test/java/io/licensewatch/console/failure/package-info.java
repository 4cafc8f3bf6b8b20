/** The read model after kills, outages, and with replaced topics. */
@NullMarked
package io.licensewatch.console.failure;

import org.jspecify.annotations.NullMarked;
