/** Commands for people who look at what licensewatch wrote; they know the contracts and nothing of the topology. */
@NullMarked
package io.licensewatch.cli;

import org.jspecify.annotations.NullMarked;
