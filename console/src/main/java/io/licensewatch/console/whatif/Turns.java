package io.licensewatch.console.whatif;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Runs one evaluation at a time: each reads every tenant, and other reads should not wait. */
public final class Turns {
    private final Duration wait;
    private final Semaphore free = new Semaphore(1, true);

    public Turns() {
        this(Duration.ofSeconds(5));
    }

    /** @param wait how long to wait for a running evaluation */
    public Turns(Duration wait) {
        this.wait = wait;
    }

    /** The work of one turn. */
    @FunctionalInterface
    public interface Work<E extends Exception> {
        void run() throws E;
    }

    /** @return false if the running evaluation takes longer than the wait; then nothing is done */
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
