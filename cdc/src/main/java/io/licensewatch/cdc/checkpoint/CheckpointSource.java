package io.licensewatch.cdc.checkpoint;

import java.util.Map;
import java.util.Optional;

/** Where checkpoints are stored. */
@FunctionalInterface
public interface CheckpointSource {
    /** The last checkpoint of each slot that has written. */
    Map<String, Checkpoint> bySlot() throws InterruptedException;

    default Optional<Checkpoint> read(String slot) throws InterruptedException {
        return Optional.ofNullable(bySlot().get(slot));
    }

    default WrittenBefore before() throws InterruptedException {
        return new WrittenBefore(bySlot(), 0);
    }
}
