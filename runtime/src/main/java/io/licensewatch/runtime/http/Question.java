package io.licensewatch.runtime.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call that may take long or hang. It runs once at a time: concurrent callers share the result, and get a fallback after the
 * time limit. So a check that hangs uses one thread, however often it is probed.
 */
final class Question<T> {
    private final Supplier<T> answer;
    private final Duration limit;
    private final Function<Duration, T> late;
    private final Executor threads;
    private @Nullable CompletableFuture<T> running;
    private long since;

    /** @param late the fallback after the limit, from the time that the call has been running */
    Question(Supplier<T> answer, Duration limit, Function<Duration, T> late, Executor threads) {
        this.answer = answer;
        this.limit = limit;
        this.late = late;
        this.threads = threads;
    }

    /** Completes within the limit, at once if the call has been running for longer already. */
    synchronized CompletableFuture<T> ask() {
        CompletableFuture<T> current = running;
        if (current == null || current.isDone()) {
            since = System.nanoTime();
            current = CompletableFuture.supplyAsync(answer, threads);
            running = current;
        }
        long start = since;
        long left = Math.max(0, limit.toNanos() - (System.nanoTime() - start));
        // A copy, so that the timeout of one caller does not affect the others.
        return current.copy().orTimeout(left, TimeUnit.NANOSECONDS).exceptionally(failure -> {
            if (failure instanceof TimeoutException) {
                return late.apply(Duration.ofNanos(System.nanoTime() - start));
            }
            throw new CompletionException(failure);
        });
    }
}
