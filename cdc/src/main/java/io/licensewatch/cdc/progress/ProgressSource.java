package io.licensewatch.cdc.progress;

import java.util.Optional;

/** Where the progress is kept. */
@FunctionalInterface
public interface ProgressSource {
    Optional<Progress> read(String slot) throws InterruptedException;
}
