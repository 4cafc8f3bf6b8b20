/** Postgres and Kafka started from Java, for local use and tests; nothing in production depends on them. */
@NullMarked
package io.licensewatch.embedded;

import org.jspecify.annotations.NullMarked;
