/** The functions of schema licensewatch in the source database, which decide everything. */
@NullMarked
package io.licensewatch.worker.ledger;

import org.jspecify.annotations.NullMarked;
