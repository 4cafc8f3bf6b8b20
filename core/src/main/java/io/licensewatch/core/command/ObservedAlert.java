package io.licensewatch.core.command;

import io.licensewatch.core.detect.Observation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert at a frontier, after it was evaluated there.
 *
 * @param openedAt when the open episode began; null while none is open
 */
public record ObservedAlert(
        Observation observation, @Nullable Instant openedAt) {}
