/**
 * The process: its commands, start and stop, health, exit codes and reset. May use every other package here; none of them knows this
 * one. Nothing is decided about tenants here.
 */
@NullMarked
package io.licensewatch.streams;

import org.jspecify.annotations.NullMarked;
