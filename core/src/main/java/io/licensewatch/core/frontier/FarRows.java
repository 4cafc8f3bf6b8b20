package io.licensewatch.core.frontier;

import io.licensewatch.core.store.DurableQueue;
import io.licensewatch.core.store.KeyReader;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.Space;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourcePosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows whose position is far beyond the newest frontier. They wait, durably, until a frontier is near them, and count as arrived
 * only then. A wrong position would otherwise make later rows of its table look like replays, and open the gate to frontiers whose rows
 * are missing. A row with a wrong position waits for ever and does no harm.
 *
 * <p>No row of cdc is lost by this, however far it is: the frontier after it arrives. Rows of cdc are far only for moments (the first
 * rows of a new snapshot), and where much was written while no frontier was.
 */
final class FarRows {
    /**
     * How much write-ahead log may lie between a frontier and a row that is taken at once: an hour of a busy server. A larger reach lets a
     * wrong position hide more rows. A smaller one makes more rows wait during bulk loads.
     */
    private static final long REACH_BYTES = 16L << 30;

    private static final int QUEUE = 0x01;
    private static final int NEWEST = 0x02;
    private static final byte[] ONLY = {};

    private final DurableQueue queue;
    private final KeyValues newest;
    /** Rows after it are far; null before the first frontier. */
    private @Nullable SourcePosition reach;
    /** The first row that waits; null if none does. */
    private @Nullable SourcePosition first;

    FarRows(KeyValues store) {
        this.queue = new DurableQueue(new Space(store, QUEUE));
        this.newest = new Space(store, NEWEST);
        byte[] stored = newest.get(ONLY);
        this.reach = stored == null ? null : reachOf(new KeyReader(stored).position());
        this.first = firstOfQueue();
    }

    private @Nullable SourcePosition firstOfQueue() {
        return queue.first().map(DurableQueue.Item::position).orElse(null);
    }

    private static SourcePosition reachOf(SourcePosition frontier) {
        long from = Math.max(frontier.previousCommit(), frontier.lsn());
        return new SourcePosition(frontier.epoch(), from + REACH_BYTES, Long.MAX_VALUE);
    }

    /** Whether no frontier is near the position. Before the first frontier nothing is known. */
    boolean isFar(SourcePosition position) {
        return reach != null && position.isAfter(reach);
    }

    /** Keeps a row that is far, or that arrived after rows that wait and may be taken. Returns whether it does. */
    boolean keep(SourcePosition position, byte[] key, byte[] value) {
        if (!releasing() && !isFar(position)) {
            return false;
        }
        queue.add(position, key, value);
        if (first == null || first.isAfter(position)) {
            first = position;
        }
        return true;
    }

    /** A frontier has arrived. Rows that are near it may be taken. */
    void onFrontier(Frontier frontier) {
        SourcePosition position = frontier.position();
        SourcePosition next = reachOf(position);
        if (reach == null || next.isAfter(reach)) {
            reach = next;
            newest.put(ONLY, new KeyWriter().position(position).toBytes());
        }
    }

    /**
     * Whether rows wait that may be taken. Until they have been taken, no frontier may be reached. A row that is far for ever does not
     * keep others from being taken at once.
     */
    boolean releasing() {
        return first != null && !isFar(first);
    }

    /** Whether rows wait, whether they may be taken or not. */
    boolean any() {
        return first != null;
    }

    /** Removes the next rows that may be taken, in order. */
    List<DurableQueue.Item> takeNear(int limit) {
        if (reach == null || !releasing()) {
            return List.of();
        }
        List<DurableQueue.Item> near = queue.takeUpTo(reach, limit);
        first = firstOfQueue();
        return near;
    }
}
