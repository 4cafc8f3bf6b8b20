package io.licensewatch.core.frontier;

import io.licensewatch.core.state.TaskKeys;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The newest position that was taken of each table, and how many rows of that position. A table's changes reach a task in the order of
 * their positions. So a change that is older than the mark is a replay, even if its row has been deleted since.
 */
final class HighWaterMarks {
    private static final int VERSION = 2;

    private static final Mark NOTHING = new Mark(SourcePosition.START, 0);

    /** Which stream of changes the marks are for. Rows of one table may arrive by several. */
    public enum Stream {
        TENANT_ROWS,
        TENANT_ROWS_INCREMENTAL,
        TENANTLESS,
        TENANTLESS_INCREMENTAL,
        REFERENCE,
        REFERENCE_INCREMENTAL,
        STANDINGS,
        STANDINGS_INCREMENTAL
    }

    private final KeyValues store;
    private final Stream stream;
    private final Map<SourceTable, Mark> marks = new EnumMap<>(SourceTable.class);
    /** Tables whose marks have to be written before the store is flushed. */
    private final Set<SourceTable> risen = EnumSet.noneOf(SourceTable.class);

    private final boolean putOff;

    /** @param rows that have been taken of those at the position */
    private record Mark(SourcePosition position, long rows) {
        static Mark read(byte[] stored) {
            ValueReader in = new ValueReader(stored, VERSION);
            return new Mark(in.position(), in.number());
        }

        byte[] toBytes() {
            return new ValueWriter(VERSION).position(position).number(rows).toBytes();
        }

        Mark another() {
            return new Mark(position, rows + 1);
        }
    }

    public HighWaterMarks(KeyValues store, Stream stream) {
        this.store = store;
        this.stream = stream;
        for (SourceTable table : SourceTable.values()) {
            byte[] stored = store.get(TaskKeys.highWater(stream.name(), table));
            marks.put(table, stored == null ? NOTHING : Mark.read(stored));
        }
        this.putOff = store.beforeFlush(this::put);
    }

    private void put() {
        risen.forEach(table ->
                store.put(TaskKeys.highWater(stream.name(), table), mark(table).toBytes()));
        risen.clear();
    }

    private Mark mark(SourceTable table) {
        return marks.getOrDefault(table, NOTHING);
    }

    /** Raises the mark to a change, unless the change is a replay. Returns whether it is new. Rows that share the mark's position are new. */
    public boolean rise(SourceTable table, SourcePosition position) {
        Mark mark = mark(table);
        int order = position.compareTo(mark.position());
        if (order < 0) {
            return false;
        }
        Mark next = order == 0 ? mark.another() : new Mark(position, 1);
        marks.put(table, next);
        risen.add(table);
        if (!putOff) {
            put();
        }
        return true;
    }

    /** Whether so many rows of this position have been taken, or one after it: compaction may have removed some. */
    boolean includes(SourceTable table, SourcePosition position, long rows) {
        Mark mark = mark(table);
        int order = mark.position().compareTo(position);
        return order > 0 || (order == 0 && mark.rows() >= rows);
    }

    /** How many rows of this position have been taken, of so many. */
    long taken(SourceTable table, SourcePosition position, long rows) {
        Mark mark = mark(table);
        int order = mark.position().compareTo(position);
        return order > 0 ? rows : order < 0 ? 0 : Math.min(rows, mark.rows());
    }

    /** The newest position of all tables. */
    SourcePosition newest() {
        SourcePosition newest = SourcePosition.START;
        for (Mark mark : marks.values()) {
            newest = mark.position().isAfter(newest) ? mark.position() : newest;
        }
        return newest;
    }
}
