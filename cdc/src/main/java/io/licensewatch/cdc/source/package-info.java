/**
 * What the catalogs of Postgres say about the watched database: tables, keys, publication, slot, log. It reads and does not
 * judge; nothing of Kafka or Debezium is known here.
 */
@NullMarked
package io.licensewatch.cdc.source;

import org.jspecify.annotations.NullMarked;
