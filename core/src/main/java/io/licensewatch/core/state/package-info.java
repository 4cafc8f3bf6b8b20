/**
 * The keys of a tenant task's state store. A key that is read has a record here: {@code toBytes()} writes it, {@code read()} beside it
 * takes it apart, and the beginnings by which it is scanned are in the same place. Nobody else knows what a key consists of.
 */
@NullMarked
package io.licensewatch.core.state;

import org.jspecify.annotations.NullMarked;
