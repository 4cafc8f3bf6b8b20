package io.licensewatch.streams;

/**
 * The machine's clock, for what watches the feed from outside: metrics and readiness. Nothing that is detected depends
 * on it.
 */
@FunctionalInterface
interface WallClock {
    WallClock SYSTEM = System::currentTimeMillis;

    /** Milliseconds since 1970. */
    long millis();
}
