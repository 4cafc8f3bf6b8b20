package io.licensewatch.cdc.resync;

import io.licensewatch.cdc.checkpoint.StreamPosition;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One incremental snapshot: tables are read again beside the running stream. This class decides which of the rows are written.
 *
 * <p>Three marks return through the stream (DBLog calls them watermarks). After the first one, the keys of changed rows of these
 * tables are collected. The rows are read in a database snapshot that includes everything committed before the first mark. So a
 * row that was read is either as it was at the first mark, or as a later change made it. A later change is in the stream, in its
 * own order. If it has arrived already, the row that was read is dropped, since it may be older. If it has not, it will replace
 * the row that was read, whose position is that of the second mark and so before everything still to come. A row that neither
 * the stream mentioned since the first mark nor the snapshot contained does not exist any more.
 *
 * <p>The third mark is written after the last row was read. When it returns, the stream has delivered everything that the
 * snapshot contained.
 */
public final class IncrementalSnapshot {
    private final String id;
    private final Set<String> tables;
    private final Map<String, Set<ByteBuffer>> changed = new HashMap<>();
    private final Set<String> truncated = new HashSet<>();
    private Phase phase = Phase.PREPARED;
    private @Nullable StreamPosition since;
    private @Nullable StreamPosition readAt;

    /** Its phase, according to the marks that returned. */
    public enum Phase {
        PREPARED,
        TRACKING,
        READING,
        ENDED
    }

    IncrementalSnapshot(String id, Set<String> tables) {
        this.id = id;
        this.tables = Set.copyOf(tables);
    }

    public String id() {
        return id;
    }

    public Set<String> tables() {
        return tables;
    }

    public Phase phase() {
        return phase;
    }

    /** Rows at earlier positions that were neither changed after it nor read do not exist any more. */
    StreamPosition since() {
        return known(since);
    }

    /** The position of rows that are read. */
    public StreamPosition readAt() {
        return known(readAt);
    }

    /** A mark of this snapshot returned. */
    void met(ResyncMessage.Kind kind, StreamPosition place) {
        switch (kind) {
            case TRACK -> {
                become(Phase.PREPARED, Phase.TRACKING);
                since = place;
            }
            case READ -> {
                become(Phase.TRACKING, Phase.READING);
                readAt = place;
            }
            case END -> become(Phase.READING, Phase.ENDED);
        }
    }

    private void become(Phase from, Phase to) {
        if (phase != from) {
            throw new IllegalStateException("incremental snapshot " + id + " cannot become " + to + ": it is " + phase);
        }
        phase = to;
    }

    /** Whether {@link #changed} must be called for changes of the table's rows. */
    boolean tracks(String table) {
        return (phase == Phase.TRACKING || phase == Phase.READING) && tables.contains(table);
    }

    /** The stream delivered a change of the row with this key. */
    public void changed(String table, byte[] key) {
        changed.computeIfAbsent(table, t -> new HashSet<>()).add(ByteBuffer.wrap(key));
    }

    /** The stream delivered a truncate. Every row that the table has now was written after it, and is streamed. */
    public void truncated(String table) {
        truncated.add(table);
        changed.remove(table);
    }

    /** Whether a row that was read is written. */
    public boolean writes(String table, byte[] key) {
        return phase == Phase.READING
                && tables.contains(table)
                && !truncated.contains(table)
                && !changed.getOrDefault(table, Set.of()).contains(ByteBuffer.wrap(key));
    }

    private static StreamPosition known(@Nullable StreamPosition place) {
        if (place == null) {
            throw new IllegalStateException("the mark has not returned yet");
        }
        return place;
    }
}
