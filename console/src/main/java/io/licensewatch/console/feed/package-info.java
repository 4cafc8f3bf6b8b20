/**
 * From the topics into the read model: rows and offsets in one transaction, so that a kill at any point loses and duplicates
 * nothing. Nothing of pages is known here.
 */
@NullMarked
package io.licensewatch.console.feed;

import org.jspecify.annotations.NullMarked;
