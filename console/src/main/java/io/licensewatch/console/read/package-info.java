/** What the read model says: the queries that pages, API and post-mortem share. Each reads in the snapshot of its handle. */
@NullMarked
package io.licensewatch.console.read;

import org.jspecify.annotations.NullMarked;
