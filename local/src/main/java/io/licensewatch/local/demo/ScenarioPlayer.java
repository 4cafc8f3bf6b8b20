package io.licensewatch.local.demo;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs each step's SQL and holds what comes against what must come, and nothing else. It goes on as soon as a step is
 * complete; what comes too much is then found in the steps after it.
 */
final class ScenarioPlayer {
    private final SqlRunner database;
    private final BlockingQueue<Arrival> arrivals;
    private final Narrator narrator;
    private final Patience patience;

    private final List<Duration> latencies = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> unexpected = new ArrayList<>();
    private final Map<String, Integer> records = new HashMap<>();
    private int alerts;
    private int commands;
    private int steps;

    /**
     * @param perStep how long a step waits for what must come, besides its hold
     * @param silence how long nothing may come after a step that must stay silent, besides its hold
     * @param inAll after this, nothing more is waited for
     */
    record Patience(Duration perStep, Duration silence, Duration inAll) {}

    ScenarioPlayer(SqlRunner database, BlockingQueue<Arrival> arrivals, Narrator narrator, Patience patience) {
        this.database = database;
        this.arrivals = arrivals;
        this.narrator = narrator;
        this.patience = patience;
    }

    Outcome play(List<Incident> incidents) throws SQLException, InterruptedException {
        long end = System.nanoTime() + patience.inAll().toNanos();
        int number = 0;
        for (Incident incident : incidents) {
            number++;
            narrator.incident(number, incident);
            for (Step step : incident.steps()) {
                play(step, end);
            }
        }
        awaitSilence(System.nanoTime() + patience.silence().toNanos());
        return new Outcome(number, steps, alerts, commands, latencies, missing, unexpected, records);
    }

    private void play(Step step, long end) throws SQLException, InterruptedException {
        steps++;
        narrator.step(step);
        if (!step.sql().isEmpty()) {
            database.run(step.sql());
        }
        long committed = System.nanoTime();
        if (step.isSilent()) {
            Duration quiet = step.hold().plus(patience.silence());
            int before = unexpected.size();
            awaitSilence(committed + quiet.toNanos());
            if (unexpected.size() == before) {
                narrator.silent(step, quiet);
            }
        } else {
            awaitAll(step, committed, end);
        }
    }

    private void awaitAll(Step step, long committed, long end) throws InterruptedException {
        List<Expectation> outstanding = new ArrayList<>(step.expected());
        Told told = new Told(step);
        long ownEnd = committed + step.hold().plus(patience.perStep()).toNanos();
        long deadline = ownEnd - end < 0 ? ownEnd : end;
        while (!outstanding.isEmpty()) {
            Arrival arrival = next(deadline);
            if (arrival == null) {
                told.rest();
                miss(step, outstanding, Duration.ofNanos(System.nanoTime() - committed));
                return;
            }
            PublicRecord.of(arrival.read()).ifPresent(read -> {
                if (removeFirstMetBy(read, outstanding)) {
                    note(read, step, Duration.ofNanos(arrival.nanos() - committed));
                    told.came(read, Duration.ofNanos(arrival.nanos() - committed), outstanding);
                } else {
                    noteUnexpected(read);
                }
            });
        }
    }

    /** Tells of commands only after the alerts that asked for them: between topics there is no order. */
    private final class Told {
        private final Step step;
        private final List<PublicRecord> heldBack = new ArrayList<>();

        Told(Step step) {
            this.step = step;
        }

        void came(PublicRecord read, Duration afterCommit, List<Expectation> outstanding) {
            if (read instanceof PublicRecord.OfAlert) {
                narrator.came(read, step, afterCommit);
            } else {
                heldBack.add(read);
            }
            if (outstanding.stream().noneMatch(Expectation.OfAlert.class::isInstance)) {
                rest();
            }
        }

        void rest() {
            heldBack.forEach(read -> narrator.came(read, step, Duration.ZERO));
            heldBack.clear();
        }
    }

    private void miss(Step step, List<Expectation> outstanding, Duration waited) {
        outstanding.forEach(expectation -> narrator.missing(expectation, waited));
        outstanding.forEach(expectation -> missing.add(expectation + " (" + step.story() + ")"));
    }

    private static boolean removeFirstMetBy(PublicRecord read, List<Expectation> outstanding) {
        return outstanding.stream()
                .filter(expectation -> expectation.isMetBy(read))
                .findFirst()
                .map(outstanding::remove)
                .isPresent();
    }

    private void note(PublicRecord read, Step step, Duration afterCommit) {
        if (read instanceof PublicRecord.OfAlert) {
            alerts++;
            if (step.hold().isZero() && !step.sql().isEmpty()) {
                latencies.add(afterCommit);
            }
        } else {
            commands++;
        }
    }

    private void noteUnexpected(PublicRecord read) {
        unexpected.add(read.toString());
        narrator.unexpected(read);
    }

    private void awaitSilence(long until) throws InterruptedException {
        Arrival arrival = next(until);
        while (arrival != null) {
            PublicRecord.of(arrival.read()).ifPresent(this::noteUnexpected);
            arrival = next(until);
        }
    }

    private @Nullable Arrival next(long deadline) throws InterruptedException {
        Arrival arrival = arrivals.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        if (arrival != null) {
            records.merge(arrival.read().topic(), 1, Integer::sum);
        }
        return arrival;
    }
}
