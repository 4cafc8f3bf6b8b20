/**
 * The lifecycle: one run of the engine after another, and within a run the threads that stream, mark, and read tables again.
 * It wires the other rooms together and decides when a run ends.
 */
@NullMarked
package io.licensewatch.cdc.feed;

import org.jspecify.annotations.NullMarked;
