package io.licensewatch.cdc.resync;

import io.licensewatch.cdc.progress.StreamEvent;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One reading of tables anew, beside the stream that goes on: tells which of the rows read are to be written.
 *
 * <p>Three marks of ours come back through the stream. From the first one on, the keys of the tables' rows that it changes are
 * remembered. The rows are read by a snapshot that sees everything committed before the first mark. So a row that was read is
 * either as it was at the first mark, or as something behind that mark made it. In the latter case the stream has brought it or
 * is about to, in its own order: if it has, the row read is left out, since it may be older; if it has not, it will replace
 * the row read, which stands at the second mark and so before everything that is yet to come. A row of which the stream said
 * nothing since the first mark, and which the reading did not see, is gone.
 *
 * <p>When the third mark comes back, which was written after the reading's end, the stream has brought everything that the
 * reading saw.
 */
public final class Rereading {
    private final String id;
    private final Set<String> tables;
    private final Map<String, Set<ByteBuffer>> changed = new HashMap<>();
    private final Set<String> truncated = new HashSet<>();
    private Phase phase = Phase.PREPARED;
    private @Nullable StreamEvent since;
    private @Nullable StreamEvent readAt;

    /** How far it has come, as the stream tells. */
    public enum Phase {
        PREPARED,
        TRACKING,
        READING,
        ENDED
    }

    public Rereading(String id, Set<String> tables) {
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

    /** Rows that stand before it, and were neither changed after it nor read, are gone. */
    public StreamEvent since() {
        return known(since);
    }

    /** Where rows that are read stand. */
    public StreamEvent readAt() {
        return known(readAt);
    }

    /** A mark of this reading has come back. */
    public void met(ResyncMessage.Kind kind, StreamEvent place) {
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
            throw new IllegalStateException("reading " + id + " cannot become " + to + ": it is " + phase);
        }
        phase = to;
    }

    /** Whether changes of the table's rows have to be told. */
    public boolean tracks(String table) {
        return (phase == Phase.TRACKING || phase == Phase.READING) && tables.contains(table);
    }

    /** The stream brought a change of the row with this key. */
    public void changed(String table, byte[] key) {
        changed.computeIfAbsent(table, t -> new HashSet<>()).add(ByteBuffer.wrap(key));
    }

    /** The stream brought a truncate. Every row of the table that is there now was written after it, and is streamed. */
    public void truncated(String table) {
        truncated.add(table);
        changed.remove(table);
    }

    /** Whether a row that was read is to be written. */
    public boolean brings(String table, byte[] key) {
        return phase == Phase.READING
                && tables.contains(table)
                && !truncated.contains(table)
                && !changed.getOrDefault(table, Set.of()).contains(ByteBuffer.wrap(key));
    }

    private static StreamEvent known(@Nullable StreamEvent place) {
        if (place == null) {
            throw new IllegalStateException("the mark has not come back yet");
        }
        return place;
    }
}
