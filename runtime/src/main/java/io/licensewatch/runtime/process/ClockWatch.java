package io.licensewatch.runtime.process;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Detects that the machine's clock was set back. No output depends on this clock, but timeouts of Kafka's clients do: the process
 * would hang for as long as the clock was set back, and appear healthy. After a restart it continues.
 */
public final class ClockWatch implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    /** A smaller step only causes a short delay. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final LongSupplier clock;
    private final LongSupplier elapsed;
    private final Consumer<? super Throwable> whenSetBack;
    private final ScheduledThreadPoolExecutor thread;
    private long ahead;

    /**
     * @param clock the machine's, in ms
     * @param elapsed ms of a monotonic clock
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

    /** @param whenSetBack called once per step */
    @SuppressWarnings("FutureReturnValueIgnored") // it has no result, and a check does not fail
    public static ClockWatch start(Consumer<? super Throwable> whenSetBack) {
        ClockWatch watch = new ClockWatch(
                System::currentTimeMillis, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), whenSetBack);
        watch.thread.scheduleWithFixedDelay(
                watch::check, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    void check() {
        long now = clock.getAsLong() - elapsed.getAsLong();
        long back = ahead - now;
        ahead = now;
        if (back >= LIMIT.toMillis()) {
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
                    "the machine's clock was set back by " + seconds
                            + " s, and Kafka's clients would hang for that long: this process ends and has to be restarted",
                    null,
                    false,
                    false);
        }
    }
}
