package io.licensewatch.local.failure;

import io.licensewatch.local.Testbed;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Writes without end in a thread of its own, transaction after transaction. */
final class Load implements AutoCloseable {
    /** One transaction. */
    interface Step {
        void write() throws Exception;
    }

    private final Duration pace;
    private final Step step;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final AtomicInteger steps = new AtomicInteger();
    private final ReentrantLock writing = new ReentrantLock(true);
    private volatile @Nullable Throwable failure;
    private volatile boolean over;

    /** @param pace between two transactions; a reader that is slower would fall behind without end */
    Load(Duration pace, Step step) {
        this.pace = pace;
        this.step = step;
        new Thread(this::run, "load").start();
    }

    private void run() {
        try {
            while (!over) {
                writing.lock();
                try {
                    step.write();
                } finally {
                    writing.unlock();
                }
                steps.incrementAndGet();
                LockSupport.parkNanos(pace.toNanos());
            }
        } catch (Exception | AssertionError e) {
            failure = e;
        } finally {
            end.complete(null);
        }
    }

    int steps() {
        return steps.get();
    }

    /**
     * Waits for so many further transactions and for the end of the last: no commit is under way then, whose outcome might
     * stay unknown.
     */
    Pause pauseAfter(int further) {
        int until = steps() + further;
        Awaitility.await().atMost(Testbed.PATIENCE).until(() -> steps() >= until || failure != null);
        writing.lock();
        tellFailure();
        return writing::unlock;
    }

    /** Nobody writes until it is closed, by the same thread. */
    interface Pause extends AutoCloseable {
        @Override
        void close();
    }

    private void tellFailure() {
        if (failure != null) {
            throw new AssertionError("the load failed", failure);
        }
    }

    /** Returns after the last transaction. */
    @Override
    public void close() {
        over = true;
        end.join();
        tellFailure();
    }
}
