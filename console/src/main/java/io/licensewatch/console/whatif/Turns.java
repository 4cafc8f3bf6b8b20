package io.licensewatch.console.whatif;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** One evaluation at a time: each reads every tenant, and others want to read as well. */
public final class Turns {
    private final Duration wait;
    private final Semaphore free = new Semaphore(1, true);

    public Turns() {
        this(Duration.ofSeconds(5));
    }

    /** @param wait how long anybody waits for the one before */
    public Turns(Duration wait) {
        this.wait = wait;
    }

    /** What is done in a turn. */
    @FunctionalInterface
    public interface Work<E extends Exception> {
        void run() throws E;
    }

    /** @return false when another one has it for longer than anybody waits; nothing is done then */
    public <E extends Exception> boolean take(Work<E> work) throws E {
        try {
            if (!free.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            work.run();
            return true;
        } finally {
            free.release();
        }
    }
}
