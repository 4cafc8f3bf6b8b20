package io.licensewatch.runtime.progress;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Estimates the remaining time from the rate so far. */
public final class Pace {
    /** No estimate before this time. */
    private static final long LEAST_MS = 3_000;

    private static final long LONG_SECONDS = 90;

    private final long since;
    private final long from;

    /**
     * @param since ms of a monotonic clock
     * @param from the amount done at that time
     */
    public Pace(long since, long from) {
        this.since = since;
        this.from = from;
    }

    /** Empty when it cannot be known: of what is unknown in size, or has more than was expected, or has hardly begun. */
    public OptionalLong secondsLeft(Portion portion, long now) {
        long took = now - since;
        long did = portion.done() - from;
        if (!portion.isKnown() || portion.done() >= portion.expected() || took < LEAST_MS || did <= 0) {
            return OptionalLong.empty();
        }
        double left = (double) (portion.expected() - portion.done()) * took / did;
        return OptionalLong.of(Math.max(1, Math.round(left / TimeUnit.SECONDS.toMillis(1))));
    }

    /** As in {@code about 2 min left}. */
    public static String text(long secondsLeft) {
        return secondsLeft < LONG_SECONDS
                ? "about " + secondsLeft + " s left"
                : "about " + Math.round(secondsLeft / 60.0) + " min left";
    }
}
