package io.licensewatch.runtime.process;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Notices that the machine's clock was set back. Nothing that we tell depends on it, but Kafka's clients wait by it: they, and
 * with them the process, would stand still for as long as it was set back, and look alive. A process that starts anew goes on.
 */
public final class ClockWatch implements AutoCloseable {
    private static final Duration LOOK_EACH = Duration.ofSeconds(1);
    /** What is less is sat out. */
    private static final Duration LEAST = Duration.ofSeconds(10);

    private final LongSupplier clock;
    private final LongSupplier elapsed;
    private final Consumer<? super Throwable> whenSetBack;
    private final ScheduledThreadPoolExecutor thread;
    private long ahead;

    /**
     * @param clock the machine's, in ms
     * @param elapsed ms of a clock that nobody sets
     */
    ClockWatch(LongSupplier clock, LongSupplier elapsed, Consumer<? super Throwable> whenSetBack) {
        this.clock = clock;
        this.elapsed = elapsed;
        this.whenSetBack = whenSetBack;
        this.ahead = clock.getAsLong() - elapsed.getAsLong();
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread named = new Thread(task, "clock-watch");
            named.setDaemon(true);
            return named;
        });
    }

    /** @param whenSetBack told once for each time */
    @SuppressWarnings("FutureReturnValueIgnored") // it has no result, and a look does not fail
    public static ClockWatch start(Consumer<? super Throwable> whenSetBack) {
        ClockWatch watch = new ClockWatch(
                System::currentTimeMillis, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), whenSetBack);
        watch.thread.scheduleWithFixedDelay(
                watch::look, LOOK_EACH.toMillis(), LOOK_EACH.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    void look() {
        long now = clock.getAsLong() - elapsed.getAsLong();
        long back = ahead - now;
        ahead = now;
        if (back >= LEAST.toMillis()) {
            whenSetBack.accept(new SetBackException(back / 1000));
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private static final class SetBackException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SetBackException(long seconds) {
            super(
                    "the machine's clock was set back by " + seconds + " s, and Kafka's clients would stand still for"
                            + " so long: this process ends, to be started anew",
                    null,
                    false,
                    false);
        }
    }
}
