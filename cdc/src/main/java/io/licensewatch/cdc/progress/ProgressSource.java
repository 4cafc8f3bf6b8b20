package io.licensewatch.cdc.progress;

import java.util.Map;
import java.util.Optional;

/** Where the progress is kept. */
@FunctionalInterface
public interface ProgressSource {
    /** The last one of each slot that has written. */
    Map<String, Progress> bySlot() throws InterruptedException;

    default Optional<Progress> read(String slot) throws InterruptedException {
        return Optional.ofNullable(bySlot().get(slot));
    }

    default WrittenBefore before() throws InterruptedException {
        return new WrittenBefore(bySlot(), 0);
    }
}
