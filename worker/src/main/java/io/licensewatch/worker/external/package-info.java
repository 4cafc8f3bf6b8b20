/**
 * Tasks of commands outside the database. Addresses and secrets must not reach logs, topics or error messages. How a task is sent
 * is up to {@code mail} and {@code webhook}.
 */
@NullMarked
package io.licensewatch.worker.external;

import org.jspecify.annotations.NullMarked;
