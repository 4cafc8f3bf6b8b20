/**
 * History again under other rules: the source topics, or a copy of them, through the production topology without a broker, and what
 * differs. May read topics and write files; it cannot write to topics. Detection is not implemented a second time here.
 */
@NullMarked
package io.licensewatch.streams.replay;

import org.jspecify.annotations.NullMarked;
