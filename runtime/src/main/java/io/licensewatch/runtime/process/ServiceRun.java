package io.licensewatch.runtime.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a service: from its start until it is stopped or a part of it fails; then its resources are closed, last opened
 * first.
 *
 * <pre>{@code
 * int exitCode = ServiceRun.untilStopped(run -> {
 *     Metrics metrics = run.closeAtEnd(Metrics.create());
 *     Engine engine = run.closeAtEnd(new Engine(run::fail));
 *     engine.start();
 * });
 * }</pre>
 */
public final class ServiceRun {
    /** How long a signal waits for a clean close; by default container tools kill after 10 s. */
    static final Duration DEFAULT_GRACE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(ServiceRun.class);

    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final OpenParts parts = new OpenParts();
    private final Thread starter = Thread.currentThread();
    private boolean starting = true;
    private volatile int cleanExitCode = ExitCode.OK;
    private volatile int failedExitCode = ExitCode.FAILED;

    /** Opens the parts of a service. It may block, and is interrupted if the service is stopped meanwhile. */
    public interface Start {
        void start(ServiceRun run) throws Exception;
    }

    ServiceRun() {}

    /** As {@link #untilStopped(Duration, Start)} with {@link #DEFAULT_GRACE}. */
    public static int untilStopped(Start start) throws Exception {
        return untilStopped(DEFAULT_GRACE, start);
    }

    /**
     * Runs the service on this thread until SIGINT, SIGTERM, {@link #stop} or {@link #fail}. After a signal the process ends with
     * the exit code, without returning to the caller.
     *
     * @return {@link #exitCodeWhenStopped} after a stop, {@link ExitCode#FAILED} or the cause's own after a
     *     failure, which has then been logged
     * @throws Exception of {@code start}, after closing the resources that it opened
     */
    static int untilStopped(Duration grace, Start start) throws Exception {
        ServiceRun run = new ServiceRun();
        try (ShutdownSignal signal = ShutdownSignal.onSignal(run::stop, grace)) {
            return signal.finish(run.execute(start));
        }
    }

    /** Adds a resource that is closed when the service ends, before all that were opened earlier. */
    public <T extends AutoCloseable> T closeAtEnd(T part) {
        return parts.keep(part);
    }

    /** Stops the service cleanly. Thread-safe. */
    public void stop() {
        over.countDown();
        synchronized (parts) {
            if (starting) {
                starter.interrupt();
            }
        }
    }

    /** Sets the exit code of a run that is stopped and has not failed; {@link ExitCode#OK} by default. */
    public void exitCodeWhenStopped(int exitCode) {
        cleanExitCode = exitCode;
    }

    /** Ends the service because a part of it cannot continue. Thread-safe; the first cause counts. */
    public void fail(Throwable cause) {
        fail(cause, ExitCode.FAILED);
    }

    /** As {@link #fail(Throwable)}, for a cause with its own exit code. */
    public void fail(Throwable cause, int exitCode) {
        if (failure.compareAndSet(null, cause)) {
            failedExitCode = exitCode;
        }
        stop();
    }

    public boolean isOver() {
        return over.getCount() == 0;
    }

    int execute(Start start) throws Exception {
        try {
            start.start(this);
            over.await();
        } catch (Exception e) {
            if (!isOver()) {
                throw e;
            }
            LOG.debug("stopped while starting", e); // libraries report an interrupt in different ways
        } finally {
            leaveStart();
            parts.close();
        }
        Throwable cause = failure.get();
        if (cause == null) {
            return cleanExitCode;
        }
        LOG.error("stopped by a failure", cause);
        return failedExitCode;
    }

    /** Nothing interrupts from here on: a request to stop must not interrupt closing. */
    private void leaveStart() {
        synchronized (parts) {
            starting = false;
        }
        if (isOver()) {
            Thread.interrupted();
        }
    }
}
