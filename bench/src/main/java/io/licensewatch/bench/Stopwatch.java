package io.licensewatch.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Times a run from the end of its first batch to the end of its last, so that a start's own cost is left out. */
final class Stopwatch {
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final long POLL_MS = 2;

    private long rows;
    private long rowsAtStart;
    private long startedAt;
    private long endedAt;

    /** A batch of so many rows is done, maybe the last one. */
    synchronized void passed(long more, boolean last) {
        rows += more;
        if (startedAt == 0 && rows > 0) {
            startedAt = System.nanoTime();
            rowsAtStart = rows;
        }
        if (last) {
            endedAt = System.nanoTime();
        }
    }

    synchronized long rows() {
        return rows;
    }

    synchronized double rowsPerSecond() {
        return (rows - rowsAtStart) / ((endedAt - startedAt) / 1e9);
    }

    synchronized boolean hasEnded() {
        return endedAt != 0;
    }

    /** @param failed whether there is nothing more to wait for */
    void awaitEnd(BooleanSupplier failed) throws InterruptedException, TimeoutException {
        long begin = System.nanoTime();
        while (!hasEnded()) {
            if (failed.getAsBoolean()) {
                throw new IllegalStateException("the engine ended before the last change");
            }
            if (System.nanoTime() - begin > PATIENCE_NANOS) {
                throw new TimeoutException("the last change did not arrive within ten minutes");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }
}
