/** History again under other rules: the source topics through the production topology, without a broker. */
@NullMarked
package io.licensewatch.streams.replay;

import org.jspecify.annotations.NullMarked;
