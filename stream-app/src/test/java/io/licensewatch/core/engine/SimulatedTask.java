package io.licensewatch.core.engine;

import io.licensewatch.core.status.TenantReport;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

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
        int frontiersRead;

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
            copy.frontiersRead = frontiersRead;
            return copy;
        }
    }

    private record Mark(Frontier frontier, Map<SourceTable, Integer> rowsBefore, int referenceBefore) {}

    /** What the task has told in committed transactions, in order: AlertEvent, RemediationCommand, TenantStatus. */
    final List<Object> told = new ArrayList<>();

    private final Random random;
    private final RuleBook rules;
    private final Map<SourceTable, List<Envelopes.Event>> topics = new EnumMap<>(SourceTable.class);
    private final List<Envelopes.Event> referenceTopic = new ArrayList<>();
    private final List<Mark> frontiers = new ArrayList<>();
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
        engine = new TenantEngine(
                durable.state,
                durable.timers,
                rules,
                new EngineSettings(1 + random.nextInt(3), Duration.ZERO),
                new Recorder());
        reference = new ReferenceEngine(durable.reference);
    }

    void write(List<Envelopes.Event> transaction) {
        for (Envelopes.Event event : transaction) {
            topics.getOrDefault(event.table(), referenceTopic).add(event);
        }
    }

    void write(Frontier frontier) {
        Map<SourceTable, Integer> rows = new EnumMap<>(SourceTable.class);
        topics.forEach((table, events) -> rows.put(table, events.size()));
        frontiers.add(new Mark(frontier, rows, referenceTopic.size()));
    }

    /** One record of any topic, or one of the things that happen to a process. */
    void step() {
        switch (random.nextInt(40)) {
            case 0 -> commit();
            case 1 -> die();
            case 2 -> replay();
            case 3, 4, 5 -> engine.step();
            default -> {
                if (random.nextInt(3) > 0 || !passFrontier()) {
                    readRow();
                }
            }
        }
    }

    /** Reads everything and does all that is due. */
    void drain() {
        while (passFrontier() || readRow()) {
            // one after the other
        }
        while (engine.step()) {
            // until nothing is due
        }
        commit();
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
        int end = Math.min(read, start + 1 + random.nextInt(3));
        topics.getOrDefault(table, List.of()).subList(start, end).forEach(this::take);
    }

    /** A frontier follows all rows that were written before it; rows written after it may have been read already. */
    private boolean passFrontier() {
        if (durable.frontiersRead == frontiers.size()) {
            return false;
        }
        Mark mark = frontiers.get(durable.frontiersRead);
        for (Map.Entry<SourceTable, Integer> before : mark.rowsBefore().entrySet()) {
            if (durable.read.getOrDefault(before.getKey(), 0) < before.getValue()) {
                return false;
            }
        }
        durable.frontiersRead++;
        try {
            int ahead = Math.min(referenceTopic.size(), mark.referenceBefore() + random.nextInt(3));
            while (durable.referenceRead < ahead) {
                Envelopes.Event event = referenceTopic.get(durable.referenceRead++);
                reference.onChange(event.key(), event.value());
            }
        } catch (MalformedRecordException e) {
            throw new IllegalStateException(e);
        }
        reference.onFrontier(mark.frontier(), 0);
        boolean left = true;
        while (left) {
            left = reference.step(1 + random.nextInt(3), new ReferenceOut(engine));
        }
        return true;
    }

    private void commit() {
        told.addAll(uncommitted);
        uncommitted.clear();
        committed = durable.copy();
    }

    private void die() {
        uncommitted.clear();
        durable = committed.copy();
        open();
    }

    private final class Recorder implements Outbox {
        @Override
        public void alert(AlertEvent event) {
            uncommitted.add(event);
        }

        @Override
        public void retireAlert(String tenantId, String alertKey, Instant at) {}

        @Override
        public void command(RemediationCommand command, AlertEvent cause) {
            uncommitted.add(command);
        }

        @Override
        public void status(TenantStatus status) {
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
    }
}
