/** What the source's Postgres has to hold so that a worker can act, and cannot act beyond its limits. */
@NullMarked
package io.licensewatch.worker.sql;

import org.jspecify.annotations.NullMarked;
