/**
 * The statements that make a database ready to be watched, and their execution as its administrator. May change roles, the publication
 * and replica identities, and nothing in a row. Nothing of Kafka or Debezium is known here.
 */
@NullMarked
package io.licensewatch.cdc.prepare;

import org.jspecify.annotations.NullMarked;
