/** The read model through kills, outages and topics that are not what they were. */
@NullMarked
package io.licensewatch.console.failure;

import org.jspecify.annotations.NullMarked;
