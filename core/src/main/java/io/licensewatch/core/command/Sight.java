package io.licensewatch.core.command;

import io.licensewatch.core.detect.Observation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is seen of an alert at a frontier, after it has taken its step there.
 *
 * @param openedAt when the open episode began; null while none is open
 */
public record Sight(Observation observation, @Nullable Instant openedAt) {}
