package io.licensewatch.streams.replay;

import io.licensewatch.runtime.process.ServiceRun;
import io.licensewatch.schemas.source.Frontier;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads a history once, and runs it under both sets of rules at the same time. */
final class Replay {
    private static final int STEPS = 1_000;
    /** Of the records that wait for the runs. */
    private static final long BYTES = 8L << 20;

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

    private final History history;
    private final Range range;
    private final Rulings rules;
    private final Path temporary;
    private final PrintWriter messages;

    /**
     * A replay.
     *
     * @param temporary where the state of the runs is kept meanwhile
     * @param messages for its progress
     */
    Replay(History history, Range range, Rulings rules, Path temporary, PrintWriter messages) {
        this.history = history;
        this.range = range;
        this.rules = rules;
        this.temporary = temporary;
        this.messages = messages;
    }

    /** What it found, and the last frontier that was evaluated. */
    record Outcome(ReplayResult result, Optional<Frontier> last) {}

    Outcome run(ServiceRun run) throws InterruptedException {
        Episodes presentAlerts = new Episodes();
        Episodes otherAlerts = new Episodes();
        RuleRun present = run.closeAtEnd(
                new RuleRun(rules.present(), temporary.resolve("present"), history.readAt(), presentAlerts::add));
        RuleRun other = run.closeAtEnd(
                new RuleRun(rules.other(), temporary.resolve("other"), history.readAt(), otherAlerts::add));
        Workers workers = run.closeAtEnd(new Workers(Executors.newFixedThreadPool(2, Replay::thread)));
        Findings findings = new Findings();
        Merge merge = new Merge(history, range, findings);
        Progress progress = new Progress(messages, range, history.size());
        List<Step> steps = read(merge);
        while (!steps.isEmpty() && !run.isOver()) {
            List<Step> taken = steps;
            List<Future<?>> both = List.of(
                    workers.pool().submit(() -> present.take(taken)),
                    workers.pool().submit(() -> other.take(taken)));
            steps = read(merge);
            for (Future<?> one : both) {
                await(one);
            }
            progress.took(taken);
        }
        if (run.isOver()) {
            throw new CancellationException("stopped");
        }
        findings.deadLetters(present.deadLetters());
        ReplayResult result = new ReplayResult(
                history.place(),
                history.cluster(),
                rules.name(),
                range,
                rules.changes(),
                progress.rows(),
                progress.frontiers(),
                progress.before(),
                present.tenants(),
                findings.notes(),
                progress.took(),
                Comparison.of(presentAlerts, otherAlerts, range.from()));
        return new Outcome(result, merge.reached());
    }

    private static List<Step> read(Merge merge) {
        List<Step> steps = new ArrayList<>();
        long bytes = 0;
        while (steps.size() < STEPS && bytes < BYTES) {
            Step step = merge.next();
            if (step == null) {
                break;
            }
            steps.add(step);
            byte @Nullable [] value = step.record().value();
            bytes += value == null ? 0 : value.length;
        }
        return steps;
    }

    private static void await(Future<?> run) throws InterruptedException {
        try {
            run.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the replay failed: " + e.getCause(), e.getCause());
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "replay");
        thread.setDaemon(true);
        return thread;
    }

    /** The threads of the two runs; what they do is ended before what they work on is closed. */
    private record Workers(ExecutorService pool) implements AutoCloseable {
        @Override
        public void close() {
            pool.shutdown();
            try {
                pool.awaitTermination(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
