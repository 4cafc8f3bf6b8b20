/** The console as a process and as a part of one. */
@NullMarked
package io.licensewatch.console;

import org.jspecify.annotations.NullMarked;
