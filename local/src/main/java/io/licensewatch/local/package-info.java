/**
 * All apps in one process, and the command line of the launcher: {@code local}, {@code demo} and the commands of every other module.
 * May start and configure every app but {@code bench}. Nothing is decided here, and no app knows this package.
 */
@NullMarked
package io.licensewatch.local;

import org.jspecify.annotations.NullMarked;
