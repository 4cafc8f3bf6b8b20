/**
 * The process: commands, checks, the feed and its health. It puts the rooms below together and is known to none of
 * them.
 */
@NullMarked
package io.licensewatch.cdc;

import org.jspecify.annotations.NullMarked;
