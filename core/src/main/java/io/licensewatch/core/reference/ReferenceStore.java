package io.licensewatch.core.reference;

import io.licensewatch.core.row.Columns;
import io.licensewatch.core.row.RowOrigin;
import io.licensewatch.core.row.Unreadable;
import io.licensewatch.core.state.ReferenceRowKey;
import io.licensewatch.core.state.StateSpace;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.StoredRecord;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.json.RowChangeDecoder;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A task's copy of the reference data: durable in its store, indexed in memory. The tables are small and change rarely,
 * so a row is stored as the record that brought it.
 */
public final class ReferenceStore {
    private final KeyValues store;
    private final Unreadable unreadable;
    private final ReferenceTables tables = new ReferenceTables();
    private final RoleStandings standings;
    private final ReferenceView view;
    private final Dependents dependents = new Dependents(tables);

    public ReferenceStore(KeyValues store, Unreadable unreadable) {
        this.store = store;
        this.unreadable = unreadable;
        this.standings = new RoleStandings(store);
        this.view = new ReferenceView(tables, standings);
        for (byte[] stored : storedEvents()) {
            restore(stored(stored));
        }
    }

    private List<byte[]> storedEvents() {
        List<byte[]> events = new ArrayList<>();
        byte[] all = StateSpace.REFERENCE_ROWS.all();
        store.scan(all, KeyWriter.after(all), (key, value) -> events.add(value));
        return events;
    }

    private static RowChange stored(byte[] value) {
        StoredRecord event = StoredRecord.read(value);
        try {
            return RowChangeDecoder.decode(event.key(), event.value());
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("a stored reference row cannot be read", e);
        }
    }

    private void restore(RowChange change) {
        try {
            put(SourceTable.named(change.schema(), change.table()).orElseThrow(), change);
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("a stored reference row cannot be read", e);
        }
    }

    private void put(SourceTable table, RowChange change) throws MalformedRecordException {
        tables.put(
                table,
                RowOrigin.of(table, change),
                new Columns(
                        change.table(),
                        Objects.requireNonNull(change.after(), "a row that is put has values"),
                        unreadable));
    }

    /**
     * Takes a change that is known to be newer than what is stored.
     *
     * @return digests of the lookups that may have another result now
     */
    public Set<Long> apply(SourceTable table, RowChange change, byte[] key, byte[] value)
            throws MalformedRecordException {
        Set<Long> touched = new HashSet<>();
        if (change.op() == RowChange.Op.TRUNCATE) {
            removeAll(table, touched);
        } else if (change.op() == RowChange.Op.DELETE) {
            remove(table, change.key(), touched);
        } else {
            dependents.add(table, change.key(), touched);
            put(table, change);
            dependents.add(table, change.key(), touched);
            store.put(new ReferenceRowKey(table, change.key()).toBytes(), new StoredRecord(key, value).toBytes());
        }
        view.forgetDerived();
        return touched;
    }

    /** As {@link #apply}, of a role's standing. */
    public Set<Long> applyStanding(RowChange change) throws MalformedRecordException {
        Set<Long> touched = new HashSet<>();
        standings.apply(change).forEach(roleId -> touched.add(Lookup.role(roleId)));
        view.standingsChanged();
        return touched;
    }

    private void remove(SourceTable table, String rowKey, Set<Long> touched) {
        dependents.add(table, rowKey, touched);
        tables.remove(table, rowKey);
        store.delete(new ReferenceRowKey(table, rowKey).toBytes());
    }

    private void removeAll(SourceTable table, Set<Long> touched) {
        byte[] from = ReferenceRowKey.of(table);
        List<byte[]> keys = new ArrayList<>();
        store.scan(from, KeyWriter.after(from), (key, value) -> keys.add(key));
        keys.forEach(key -> remove(table, ReferenceRowKey.read(key).rowKey(), touched));
    }

    /** Removes rows that a newer snapshot has not brought. Returns as {@link #apply}. */
    public Set<Long> removeOlder(Function<SourceTable, SourcePosition> bases) {
        Set<Long> touched = new HashSet<>();
        for (byte[] stored : storedEvents()) {
            RowChange change = stored(stored);
            SourceTable table =
                    SourceTable.named(change.schema(), change.table()).orElseThrow();
            if (bases.apply(table).isAfter(change.position())) {
                remove(table, change.key(), touched);
            }
        }
        view.forgetDerived();
        return touched;
    }

    /**
     * Removes standings of roles that a newer snapshot has not reported again.
     *
     * @param from all keys of {@link StateSpace#ROLE_STANDINGS}, or what the former call returned
     * @return where to continue; null at the end
     */
    public byte @Nullable [] removeOlderStandings(byte[] from, int limit, SourcePosition base, LongConsumer changed) {
        view.standingsChanged();
        return standings.removeOlder(from, limit, base, changed);
    }

    /**
     * Sets which tables the source has, and which columns have a foreign key, as a frontier names them.
     *
     * @return whether that has changed
     */
    public boolean capture(Set<String> present, Set<String> enforced) {
        if (view.captures(present, enforced)) {
            return false;
        }
        view.capture(present, enforced);
        return true;
    }

    public Reference reference() {
        return view;
    }
}
