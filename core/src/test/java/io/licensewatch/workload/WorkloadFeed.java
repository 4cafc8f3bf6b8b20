package io.licensewatch.workload;

import io.licensewatch.core.engine.Covering;
import io.licensewatch.core.engine.Envelopes;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Transactions of a workload as cdc would write them. */
public final class WorkloadFeed {
    /** Takes a record of a topic. */
    public interface Sink {
        void pipe(String topic, byte[] key, byte @Nullable [] value, Instant at);
    }

    private static final Topics TOPICS = Topics.defaults();

    private final Family family;
    private final Sink sink;
    private final List<String> tables;
    private long lsn = 1000;
    private long lastCommit = 1000;
    private int epoch = 1;
    private final Map<String, Frontier.Resync> resyncs = new TreeMap<>();
    private final Set<String> touched = new HashSet<>();
    private final Covering covering = new Covering();
    private final Set<String> enforced = new TreeSet<>();

    WorkloadFeed(Family family, Sink sink) {
        this.family = family;
        this.sink = sink;
        Map<String, SourceTable> captured = new TreeMap<>();
        family.tables().forEach(name -> table(name).ifPresent(table -> captured.put(table.qualifiedName(), table)));
        this.tables = List.copyOf(captured.keySet());
    }

    private static Optional<SourceTable> table(String name) {
        int dot = name.indexOf('.');
        return SourceTable.named(dot < 0 ? "public" : name.substring(0, dot), name.substring(dot + 1));
    }

    void write(Txn txn, Instant committedAt) {
        if (!txn.rolledBack()) {
            for (Write write : txn.writes()) {
                touch(write);
                table(write.table()).ifPresent(table -> write(table, write, committedAt));
            }
        }
        lastCommit = ++lsn;
    }

    /** From here on foreign keys hold these columns alone. */
    void enforce(Collection<String> columns) {
        enforced.clear();
        enforced.addAll(columns);
    }

    private boolean isEnforced(SourceTable table) {
        return table.heldBy().filter(enforced::contains).isPresent();
    }

    /** Everything so far is covered. */
    void frontier(Instant now) {
        frontier(now, true);
    }

    /** A snapshot of everything begins a new epoch. */
    void newEpoch(List<Write> snapshot, Instant now) {
        epoch++;
        resyncs.clear();
        frontier(now, false);
        read(snapshot, new SourcePosition(epoch, 0, lsn), now);
    }

    /** From here on some tables are read by an incremental snapshot; the frontiers are incomplete. */
    SourcePosition resyncBegins(Collection<String> some, Instant now) {
        touched.clear();
        Frontier began = frontier(now, false);
        SourcePosition since = began.position();
        some.stream().flatMap(name -> table(name).stream()).forEach(table -> {
            String name = table.qualifiedName();
            resyncs.put(name, new Frontier.Resync(name, began.previousCommitLsn(), began.lsn()));
        });
        return since;
    }

    /** What was read goes out, but for rows that have changed since the beginning. */
    void resyncEnds(Collection<String> some, List<Write> snapshot, SourcePosition since, Instant now) {
        read(
                snapshot.stream()
                        .filter(write ->
                                some.contains(write.table()) && !touched.contains(identity(write, write.row())))
                        .toList(),
                since,
                now);
    }

    private void touch(Write write) {
        touched.add(identity(write, write.row()));
        Row before = write.before();
        if (before != null) {
            touched.add(identity(write, before));
        }
    }

    private String identity(Write write, Row row) {
        return write.table() + family.key(write.table()).stream().map(row::get).toList();
    }

    private void read(List<Write> rows, SourcePosition position, Instant at) {
        for (Write write : rows) {
            table(write.table()).ifPresent(table -> {
                send(table, null, write.row(), RowChange.Op.READ, position, at);
                standing(table, null, write.row(), RowChange.Op.READ, position, at);
            });
        }
    }

    private Frontier frontier(Instant now, boolean complete) {
        lsn++;
        Frontier frontier = new Frontier(
                now,
                Lsn.text(lsn),
                Lsn.text(lastCommit),
                epoch,
                complete,
                tables,
                complete ? List.copyOf(resyncs.values()) : List.of(),
                covering.cover(),
                List.copyOf(enforced));
        lastCommit = ++lsn;
        sink.pipe(
                TOPICS.frontier(),
                Frontier.KEY.getBytes(StandardCharsets.UTF_8),
                JsonCodec.FRONTIER.encode(frontier),
                now);
        return frontier;
    }

    /** A row that changes its topic is deleted there and created here. */
    private void write(SourceTable table, Write write, Instant at) {
        lsn++;
        Row before = write.before();
        Row after = write.after();
        standing(table, before, after, op(before, after), new SourcePosition(epoch, lastCommit, lsn), at);
        if (before != null && after != null && !destination(table, before).equals(destination(table, after))) {
            send(table, before, null, at);
            send(table, null, after, at);
        } else {
            send(table, before, after, at);
        }
    }

    private void send(SourceTable table, @Nullable Row before, @Nullable Row after, Instant at) {
        send(table, before, after, op(before, after), new SourcePosition(epoch, lastCommit, lsn), at);
    }

    private static RowChange.Op op(@Nullable Row before, @Nullable Row after) {
        return before == null ? RowChange.Op.CREATE : after == null ? RowChange.Op.DELETE : RowChange.Op.UPDATE;
    }

    /** The same row on the topic that has those of all tenants. */
    private void standing(
            SourceTable table,
            @Nullable Row before,
            @Nullable Row after,
            RowChange.Op op,
            SourcePosition position,
            Instant at) {
        if (table != SourceTable.ROLES) {
            return;
        }
        Envelopes.Event event = Envelopes.standing(
                Envelopes.event(
                        table,
                        key(table, before, after),
                        op,
                        captured(table, before),
                        captured(table, after),
                        position,
                        at),
                isEnforced(table));
        covering.wroteStanding(event, op);
        sink.pipe(TOPICS.standings(table), event.key(), event.value(), at);
        if (op == RowChange.Op.DELETE) {
            sink.pipe(TOPICS.standings(table), event.key(), null, at);
        }
    }

    private Map<String, Object> key(SourceTable table, @Nullable Row before, @Nullable Row after) {
        Row row = new Write(table.tableName(), before, after).row();
        Map<String, Object> key = new LinkedHashMap<>();
        family.key(name(table)).forEach(column -> key.put(column, String.valueOf(row.get(column))));
        return key;
    }

    private void send(
            SourceTable table,
            @Nullable Row before,
            @Nullable Row after,
            RowChange.Op op,
            SourcePosition position,
            Instant at) {
        Row row = new Write(table.tableName(), before, after).row();
        Map<String, Object> key = key(table, before, after);
        Map<String, ?> recordKey = isTenantless(table, row) ? Map.of("table", table.qualifiedName(), "key", key) : key;
        Envelopes.Event event =
                Envelopes.event(table, recordKey, op, captured(table, before), captured(table, after), position, at);
        if (!table.hasTenant() && isEnforced(table)) {
            event = Envelopes.enforced(event);
        }
        String topic = isTenantless(table, row) ? TOPICS.tenantless() : TOPICS.table(table);
        covering.wrote(event, op, isTenantless(table, row));
        sink.pipe(topic, event.key(), event.value(), at);
        if (op == RowChange.Op.DELETE) {
            sink.pipe(topic, event.key(), null, at);
        }
    }

    private static String name(SourceTable table) {
        return table.schema().equals("public") ? table.tableName() : table.qualifiedName();
    }

    private static String destination(SourceTable table, Row row) {
        return table.hasTenant() ? String.valueOf(row.get(table.tenantColumn())) : "";
    }

    private static boolean isTenantless(SourceTable table, Row row) {
        return table.hasTenant() && row.get(table.tenantColumn()) == null;
    }

    private @Nullable Map<String, @Nullable Object> captured(SourceTable table, @Nullable Row row) {
        if (row == null) {
            return null;
        }
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        row.columns().forEach((column, value) -> {
            if (table.columns().contains(column) || family.key(name(table)).contains(column)) {
                columns.put(column, table.withholds(column) && value != null ? SourceTable.WITHHELD : json(value));
            }
        });
        return columns;
    }

    private static @Nullable Object json(@Nullable Object value) {
        if (value instanceof LocalDate date) {
            return date.equals(LocalDate.MAX) ? "infinity" : (Object) date.toEpochDay();
        }
        if (value instanceof Instant time) {
            return time.equals(Instant.MAX) ? "infinity" : time.toString();
        }
        return value;
    }
}
