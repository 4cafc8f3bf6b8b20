package io.licensewatch.runtime.process;

import java.time.Duration;

/** The pauses between attempts: each twice as long as the one before, up to a limit. */
public final class Backoff {
    private final Duration first;
    private final Duration longest;
    private Duration next;

    /**
     * @param first pause
     * @param longest pause
     */
    public Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
        this.next = first;
    }

    /** The pause before the next attempt. */
    public synchronized Duration next() {
        Duration now = next;
        Duration doubled = now.multipliedBy(2);
        next = doubled.compareTo(longest) > 0 ? longest : doubled;
        return now;
    }

    /** Makes the next pause at least that long. */
    public synchronized void atLeast(Duration pause) {
        if (next.compareTo(pause) < 0) {
            next = pause;
        }
    }

    /** After a success: the next pause is the first one again. */
    public synchronized void reset() {
        next = first;
    }
}
