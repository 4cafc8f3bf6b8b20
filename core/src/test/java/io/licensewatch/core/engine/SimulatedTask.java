package io.licensewatch.core.engine;

import io.licensewatch.core.frontier.FrontierRules;
import io.licensewatch.core.status.TenantReport;
import io.licensewatch.core.store.Below;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.core.store.WriteBehind;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.result.Verdict;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.status.TenantStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A stream task in miniature: reads the source's topics in any order that Kafka could give, with replays, and commits
 * or dies between any two records, as a transaction of exactly_once_v2 would.
 */
final class SimulatedTask {
    /** What is durable, and moves in one transaction. */
    private static final class Durable {
        final SortedKeyValues state;
        final SortedKeyValues timers;
        final SortedKeyValues reference;
        final Map<SourceTable, Integer> read;
        int referenceRead;
        int standingsRead;
        int frontiersRead;
        int resultsRead;

        Durable(
                SortedKeyValues state,
                SortedKeyValues timers,
                SortedKeyValues reference,
                Map<SourceTable, Integer> read) {
            this.state = state;
            this.timers = timers;
            this.reference = reference;
            this.read = read;
        }

        Durable copy() {
            Durable copy = new Durable(state.copy(), timers.copy(), reference.copy(), new EnumMap<>(read));
            copy.referenceRead = referenceRead;
            copy.standingsRead = standingsRead;
            copy.frontiersRead = frontiersRead;
            copy.resultsRead = resultsRead;
            return copy;
        }
    }

    private record Mark(
            Frontier frontier, Map<SourceTable, Integer> rowsBefore, int referenceBefore, int standingsBefore) {}

    private final Covering covering = new Covering();

    /** What the task has published in committed transactions, in order: AlertEvent, RemediationCommand, Verdict, TenantStatus. */
    final List<Object> published = new ArrayList<>();

    private final Random random;
    private final RuleBook rules;
    private final Map<SourceTable, List<Envelopes.Event>> topics = new EnumMap<>(SourceTable.class);
    private final List<Envelopes.Event> referenceTopic = new ArrayList<>();
    private final List<Envelopes.Event> standings = new ArrayList<>();
    private final List<Mark> frontiers = new ArrayList<>();
    private final List<RemediationResult> results = new ArrayList<>();
    private final List<WriteBehind> memories = new ArrayList<>();
    private final List<Object> uncommitted = new ArrayList<>();
    private Durable durable;
    private Durable committed;
    private TenantEngine engine;
    private ReferenceEngine reference;

    SimulatedTask(Random random, RuleBook rules) {
        this.random = random;
        this.rules = rules;
        for (SourceTable table : SourceTable.values()) {
            if (table.hasTenant()) {
                topics.put(table, new ArrayList<>());
            }
        }
        Map<SourceTable, Integer> read = new EnumMap<>(SourceTable.class);
        topics.keySet().forEach(table -> read.put(table, 0));
        durable = new Durable(new SortedKeyValues(), new SortedKeyValues(), new SortedKeyValues(), read);
        committed = durable.copy();
        open();
    }

    private void open() {
        memories.clear();
        engine = new TenantEngine(
                remembered(durable.state),
                remembered(durable.timers),
                rules,
                new EngineSettings(1 + random.nextInt(3), Duration.ZERO, 1L << random.nextInt(24)),
                0,
                new Recorder());
        reference = new ReferenceEngine(
                remembered(durable.reference), new FrontierRules(1), 1 + random.nextInt(3), new ReferenceOut(engine));
    }

    /** A store has a memory before it, of any size, that is flushed with each commit and forgotten when the task dies. */
    private KeyValues remembered(SortedKeyValues store) {
        WriteBehind memory = new WriteBehind(Below.of(store), 1L << random.nextInt(24));
        memories.add(memory);
        return memory;
    }

    void write(List<Envelopes.Event> transaction) {
        for (Envelopes.Event event : transaction) {
            topics.getOrDefault(event.table(), referenceTopic).add(event);
            covering.wrote(event, RowChange.Op.UPDATE, false);
            if (event.table() == SourceTable.ROLES) {
                standings.add(Envelopes.standing(event, false));
                covering.wroteStanding(event, RowChange.Op.UPDATE);
            }
        }
    }

    void write(Frontier frontier) {
        Map<SourceTable, Integer> rows = new EnumMap<>(SourceTable.class);
        topics.forEach((table, events) -> rows.put(table, events.size()));
        frontiers.add(new Mark(frontier.covering(covering.cover()), rows, referenceTopic.size(), standings.size()));
    }

    void write(RemediationResult result) {
        results.add(result);
    }

    /** One record of any topic, or one of the things that happen to a process. */
    void step() {
        switch (random.nextInt(40)) {
            case 0 -> commit();
            case 1 -> die();
            case 2 -> replay();
            case 3, 4, 5 -> engine.step();
            default -> {
                if (random.nextInt(3) > 0 || !passFrontier(random.nextInt(4) == 0)) {
                    read();
                }
            }
        }
    }

    /** Reads everything and does all that is due. */
    void drain() {
        while (passFrontier(random.nextBoolean()) || read()) {
            // one after the other
        }
        while (engine.step()) {
            // until nothing is due
        }
        commit();
    }

    private boolean read() {
        if (random.nextInt(8) == 0 && readResult()) {
            return true;
        }
        if (random.nextInt(6) == 0 && readStanding()) {
            return true;
        }
        return (random.nextInt(4) == 0 ? readReference() || readRow() : readRow() || readReference())
                || readStanding()
                || readResult();
    }

    private boolean readResult() {
        if (durable.resultsRead == results.size()) {
            return false;
        }
        try {
            engine.onResult(results.get(durable.resultsRead++));
        } catch (MalformedRecordException e) {
            throw new AssertionError(e);
        }
        return true;
    }

    private boolean readReference() {
        if (durable.referenceRead == referenceTopic.size()) {
            return false;
        }
        Envelopes.Event event = referenceTopic.get(durable.referenceRead++);
        reference.onChange(event.key(), event.value());
        letOut();
        return true;
    }

    private boolean readStanding() {
        if (durable.standingsRead == standings.size()) {
            return false;
        }
        Envelopes.Event event = standings.get(durable.standingsRead++);
        reference.onStanding(event.key(), event.value());
        letOut();
        return true;
    }

    private void letOut() {
        while (reference.step()) {
            // until nothing is left
        }
    }

    private boolean readRow() {
        List<SourceTable> ready = new ArrayList<>();
        topics.forEach((table, events) -> {
            if (durable.read.getOrDefault(table, 0) < events.size()) {
                ready.add(table);
            }
        });
        if (ready.isEmpty()) {
            return false;
        }
        SourceTable table = ready.get(random.nextInt(ready.size()));
        int at = durable.read.merge(table, 1, Integer::sum) - 1;
        take(topics.getOrDefault(table, List.of()).get(at));
        return true;
    }

    private void take(Envelopes.Event event) {
        engine.onRowChange(event.key(), event.value());
    }

    /** Changes come a second time, and what followed them the first time does not come with them. */
    private void replay() {
        List<SourceTable> tables = new ArrayList<>(topics.keySet());
        SourceTable table = tables.get(random.nextInt(tables.size()));
        int read = durable.read.getOrDefault(table, 0);
        int start = Math.max(0, read - 1 - random.nextInt(20));
        int end = Math.min(olderThanTheLast(table, read), start + 1 + random.nextInt(3));
        if (start >= end) {
            return;
        }
        topics.getOrDefault(table, List.of()).subList(start, end).forEach(this::take);
    }

    /** Rows at the position that was read last count as further rows of it. */
    private int olderThanTheLast(SourceTable table, int read) {
        List<Envelopes.Event> events = topics.getOrDefault(table, List.of());
        int end = read;
        while (end > 0
                && events.get(end - 1).position().equals(events.get(read - 1).position())) {
            end--;
        }
        return end;
    }

    /**
     * A frontier is read: after all rows that were written before it, or early. Rows written after it may have been read already.
     */
    private boolean passFrontier(boolean early) {
        if (durable.frontiersRead == frontiers.size()) {
            return false;
        }
        Mark mark = frontiers.get(durable.frontiersRead);
        if (!early && !hasRead(mark)) {
            return false;
        }
        durable.frontiersRead++;
        Instant at = mark.frontier().sourceTime();
        try {
            reference.onFrontier(mark.frontier(), at, at);
        } catch (MalformedRecordException e) {
            throw new IllegalStateException(e);
        }
        letOut();
        return true;
    }

    private boolean hasRead(Mark mark) {
        return durable.referenceRead >= mark.referenceBefore()
                && durable.standingsRead >= mark.standingsBefore()
                && mark.rowsBefore().entrySet().stream()
                        .allMatch(before -> durable.read.getOrDefault(before.getKey(), 0) >= before.getValue());
    }

    private void commit() {
        published.addAll(uncommitted);
        uncommitted.clear();
        memories.forEach(WriteBehind::flush);
        committed = durable.copy();
    }

    private void die() {
        uncommitted.clear();
        durable = committed.copy();
        open();
    }

    private final class Recorder implements TenantOutput {
        @Override
        public void alert(AlertEvent event) {
            uncommitted.add(event);
        }

        @Override
        public void retireAlert(String tenantId, String alertKey, Instant at) {}

        @Override
        public void command(RemediationCommand command, @Nullable AlertEvent cause) {
            uncommitted.add(command);
        }

        @Override
        public void verdict(Verdict verdict) {
            uncommitted.add(verdict);
        }

        @Override
        public void status(TenantStatus status, byte[] json) {
            if (!Arrays.equals(json, JsonCodec.TENANT_STATUS.encode(status))) {
                throw new AssertionError(status + " is published as " + new String(json, StandardCharsets.UTF_8));
            }
            uncommitted.add(status);
        }

        @Override
        public void retireStatus(String tenantId, Instant at) {}

        @Override
        public void report(TenantReport report) {}

        @Override
        public void passed(Frontier frontier) {}

        @Override
        public void deadLetter(byte[] key, byte[] value, String reason) {
            throw new AssertionError("dead letter: " + reason);
        }

        @Override
        public void leftOut(String table, String column) {
            throw new AssertionError("left out: " + table + "." + column);
        }
    }
}
