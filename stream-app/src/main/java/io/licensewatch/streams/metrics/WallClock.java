package io.licensewatch.streams.metrics;

import java.util.concurrent.TimeUnit;

/**
 * The machine's clock, for what watches the feed from outside: metrics and readiness. Nothing that is detected depends
 * on it.
 */
@FunctionalInterface
public interface WallClock {
    WallClock SYSTEM = System::currentTimeMillis;

    /** Not affected when the machine's clock is set; only differences are meaningful. */
    WallClock STEADY = () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());

    /** Milliseconds since 1970, unless it says otherwise. */
    long millis();
}
