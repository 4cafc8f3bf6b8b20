package io.licensewatch.local.demo;

import io.licensewatch.schemas.result.RemediationResult;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs each step's SQL, gives its approvals, and compares what is published with what must be. It continues as soon as a
 * step is complete; an unexpected record is then found in the steps after it.
 */
final class ScenarioPlayer {
    private final SqlRunner database;
    private final Approver approver;
    private final BlockingQueue<Arrival> arrivals;
    private final Narrator narrator;
    private final Patience patience;
    private final CausalOrder order;
    private final CommandLives lives = new CommandLives();

    private final List<Duration> latencies = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> unexpected = new ArrayList<>();
    private final Map<String, Integer> records = new HashMap<>();
    private Counts counts = Counts.NONE;
    private int steps;
    /** The worker has done something in this step: what is published now may be caused by that, not by the step's commit. */
    private boolean answered;

    /**
     * @param perStep how long a step waits for what must be published, besides its hold-down
     * @param silence how long nothing may be published after a step that must stay silent, besides its hold-down
     * @param inAll after this, nothing more is waited for
     */
    record Patience(Duration perStep, Duration silence, Duration inAll) {}

    ScenarioPlayer(
            SqlRunner database,
            Approver approver,
            BlockingQueue<Arrival> arrivals,
            Narrator narrator,
            Patience patience) {
        this.database = database;
        this.approver = approver;
        this.arrivals = arrivals;
        this.narrator = narrator;
        this.patience = patience;
        this.order = new CausalOrder(narrator);
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
        lives.crossedNothing().forEach(this::noteUnexpected);
        return new Outcome(number, steps, counts, latencies, missing, unexpected, records);
    }

    private void play(Step step, long end) throws SQLException, InterruptedException {
        steps++;
        answered = false;
        narrator.step(step);
        if (!step.sql().isEmpty()) {
            database.run(step.sql());
        }
        long committed = System.nanoTime();
        for (Approval approval : step.approvals()) {
            approve(approval);
        }
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

    private void approve(Approval approval) {
        Optional<RemediationResult> plan = lives.take(approval);
        if (plan.isEmpty()) {
            missing.add("a plan that waits for the " + approval);
            return;
        }
        narrator.approving(approval, plan.get());
        approver.approve(plan.get());
        counts = counts.withApproval();
    }

    private void awaitAll(Step step, long committed, long end) throws InterruptedException {
        List<Expectation> outstanding = new ArrayList<>(step.expected());
        long ownEnd = committed + step.hold().plus(patience.perStep()).toNanos();
        long deadline = ownEnd - end < 0 ? ownEnd : end;
        while (!outstanding.isEmpty()) {
            Arrival arrival = next(deadline);
            if (arrival == null) {
                order.endStep();
                miss(step, outstanding, Duration.ofNanos(System.nanoTime() - committed));
                return;
            }
            Duration afterCommit = Duration.ofNanos(arrival.nanos() - committed);
            read(arrival).ifPresent(read -> {
                if (removeFirstMetBy(read, outstanding)) {
                    note(read, step, afterCommit);
                } else {
                    tooMuch(read);
                }
            });
        }
        order.endStep();
    }

    /** Empty for what needs no account. */
    private Optional<PublicRecord> read(Arrival arrival) {
        Optional<PublicRecord> read = PublicRecord.of(arrival.read());
        if (read.isPresent() && read.get() instanceof PublicRecord.OfResult of) {
            lives.arrived(of.result());
            return of.isNotable() ? read : Optional.empty();
        }
        return read;
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
        counts = counts.with(read);
        if (!(read instanceof PublicRecord.OfAlert || read instanceof PublicRecord.OfCommand)) {
            answered = true;
        } else if (read instanceof PublicRecord.OfAlert && step.isTimed() && !answered) {
            latencies.add(afterCommit);
        }
        order.arrived(read, step, afterCommit);
    }

    private void tooMuch(PublicRecord read) {
        if (!lives.mayCross(read)) {
            noteUnexpected(read);
        }
    }

    private void noteUnexpected(PublicRecord read) {
        unexpected.add(read.toString());
        narrator.unexpected(read);
    }

    private void awaitSilence(long until) throws InterruptedException {
        Arrival arrival = next(until);
        while (arrival != null) {
            read(arrival).ifPresent(this::tooMuch);
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
