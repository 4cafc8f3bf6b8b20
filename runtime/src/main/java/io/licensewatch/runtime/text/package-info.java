/**
 * Text from other systems: escapes it for logs and terminals, and finds the root message of an exception. No dependencies, so
 * that every package can use it.
 */
@NullMarked
package io.licensewatch.runtime.text;

import org.jspecify.annotations.NullMarked;
