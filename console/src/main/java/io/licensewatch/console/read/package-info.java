/**
 * The queries of the read model for pages, API and post-mortems. Each reads in the snapshot of its handle, uses an index, and
 * writes nothing.
 */
@NullMarked
package io.licensewatch.console.read;

import org.jspecify.annotations.NullMarked;
