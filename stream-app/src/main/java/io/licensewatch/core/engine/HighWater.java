package io.licensewatch.core.engine;

import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.StateKeys;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.util.EnumMap;
import java.util.Map;

/**
 * The newest position taken of each table. A table's changes reach a task in the order of their positions, so one that
 * is older than the mark is a replay, also when the row that it speaks of has been deleted since.
 */
public final class HighWater {
    private static final int VERSION = 1;

    /** Which stream of changes is marked; rows of one table may come by both. */
    public enum Stream {
        TENANT_ROWS,
        REFERENCE
    }

    private final KeyValues store;
    private final Stream stream;
    private final Map<SourceTable, SourcePosition> marks = new EnumMap<>(SourceTable.class);

    public HighWater(KeyValues store, Stream stream) {
        this.store = store;
        this.stream = stream;
        for (SourceTable table : SourceTable.values()) {
            byte[] stored = store.get(StateKeys.highWater(stream.name(), table));
            marks.put(table, stored == null ? SourcePosition.START : read(stored));
        }
    }

    /** Whether a change is news; if so it becomes the mark. Rows that share the mark's position are news. */
    public boolean rise(SourceTable table, SourcePosition position) {
        SourcePosition mark = marks.getOrDefault(table, SourcePosition.START);
        int order = position.compareTo(mark);
        if (order > 0) {
            marks.put(table, position);
            store.put(StateKeys.highWater(stream.name(), table), write(position));
        }
        return order >= 0;
    }

    /** The newest position of all tables. */
    SourcePosition newest() {
        SourcePosition newest = SourcePosition.START;
        for (SourcePosition mark : marks.values()) {
            newest = mark.isAfter(newest) ? mark : newest;
        }
        return newest;
    }

    private static SourcePosition read(byte[] stored) {
        ValueReader in = new ValueReader(stored, VERSION);
        return new SourcePosition((int) in.number(), in.number(), in.number());
    }

    private static byte[] write(SourcePosition position) {
        return new ValueWriter(VERSION)
                .number(position.epoch())
                .number(position.previousCommit())
                .number(position.lsn())
                .toBytes();
    }
}
