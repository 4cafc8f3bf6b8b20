package io.licensewatch.streams.replay;

import io.licensewatch.schemas.source.Frontier;
import org.jspecify.annotations.Nullable;

/**
 * What the topology reads next.
 *
 * @param frontier after which everything is done that is due; null of a row, and of a frontier that is refused
 */
record Step(SourceRecord record, @Nullable Frontier frontier) {}
