/**
 * The messages that cdc writes into the WAL to read them back: the marks of frontiers. A mark that returns proves that
 * everything before it was delivered; one that does not return shows a dead connection.
 */
@NullMarked
package io.licensewatch.cdc.marks;

import org.jspecify.annotations.NullMarked;
