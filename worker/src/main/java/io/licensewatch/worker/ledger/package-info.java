/**
 * Java access to the functions of schema licensewatch in the source database, which make all decisions. Calls are idempotent.
 * Nothing of Kafka is known here, and no SQL other than function calls.
 */
@NullMarked
package io.licensewatch.worker.ledger;

import org.jspecify.annotations.NullMarked;
