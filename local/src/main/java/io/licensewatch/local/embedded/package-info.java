/** Postgres and Kafka in one command, for local use and tests; nothing in production depends on them. */
@NullMarked
package io.licensewatch.local.embedded;

import org.jspecify.annotations.NullMarked;
