package io.licensewatch.runtime.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Turns SIGINT and SIGTERM into a request to stop, and waits in the shutdown hook until the service has stopped.
 *
 * <p>The Java runtime would end with 130 or 143 after such a signal, and only {@link Runtime#halt} changes that; a stop
 * on request is a success.
 */
final class ShutdownSignal implements AutoCloseable {
    private final CountDownLatch finished = new CountDownLatch(1);
    private final AtomicInteger exitCode = new AtomicInteger(ExitCode.FAILED);
    private final Thread hook;

    private ShutdownSignal(Runnable requestStop, Duration grace) {
        this.hook = new Thread(() -> run(requestStop, grace), "shutdown-signal");
    }

    static ShutdownSignal onSignal(Runnable requestStop, Duration grace) {
        ShutdownSignal signal = new ShutdownSignal(requestStop, grace);
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    int finish(int code) {
        exitCode.set(code);
        return code;
    }

    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the hook is running: it ends the process
        }
    }

    private void run(Runnable requestStop, Duration grace) {
        requestStop.run();
        try {
            boolean clean = finished.await(grace.toMillis(), TimeUnit.MILLISECONDS);
            Runtime.getRuntime().halt(clean ? exitCode.get() : ExitCode.FAILED);
        } catch (InterruptedException e) {
            Runtime.getRuntime().halt(ExitCode.FAILED);
        }
    }
}
