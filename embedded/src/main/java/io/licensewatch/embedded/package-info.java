/**
 * Postgres and Kafka started from Java, for {@code local}, {@code bench} and tests: data directories, ports, passwords, and what an
 * earlier process left running. Only processes and files of its own data directory may be touched. Nothing in production depends on
 * it, and nothing of licensewatch's topics or tables is known here.
 */
@NullMarked
package io.licensewatch.embedded;

import org.jspecify.annotations.NullMarked;
