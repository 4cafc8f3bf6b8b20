/**
 * Which commands an alert calls for: {@link Remedies} says what is desired, {@link CommandReconciler} what to issue and cancel.
 * Nothing here is stored, and what became of former commands is known only by {@link Precedents}.
 */
@NullMarked
package io.licensewatch.core.remedy;

import org.jspecify.annotations.NullMarked;
