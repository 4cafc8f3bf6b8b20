/**
 * The SQL of the worker, generated for one source: ledger, limits, and one function per command type. These functions check every
 * limit themselves, since a worker may be compromised. Nothing of Kafka is known here.
 */
@NullMarked
package io.licensewatch.worker.sql;

import org.jspecify.annotations.NullMarked;
