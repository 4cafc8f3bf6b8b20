package io.licensewatch.core.frontier;

import io.licensewatch.core.store.DurableQueue;
import io.licensewatch.core.store.KeyReader;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.Space;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourcePosition;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rows whose position is far beyond the newest frontier; they wait, durably, until a frontier is near them, and count as arrived
 * only then. A position that is wrong would otherwise make a table's later rows look like replays, and open the gate to
 * frontiers whose rows are missing. Such a row waits for ever and does no harm.
 *
 * <p>Rows of cdc are never lost by it, however far they are: the frontier behind them comes. They are far only for moments
 * (the first rows of a new snapshot), and where much was written while nobody wrote frontiers.
 */
final class FarRows {
    /**
     * How much write-ahead log may lie between a frontier and a row that is taken at once: an hour of a busy server. A larger
     * one lets a wrong position hide more; a smaller one makes more rows wait during bulk loads.
     */
    private static final long REACH_BYTES = 16L << 30;

    private static final byte[] NEWEST = {};

    private final DurableQueue queue;
    private final KeyValues newest;
    private @Nullable SourcePosition reach;
    private boolean any;
    private boolean releasing;

    FarRows(KeyValues store) {
        this.queue = new DurableQueue(new Space(store, 0x01));
        this.newest = new Space(store, 0x02);
        byte[] stored = newest.get(NEWEST);
        if (stored != null) {
            reach = reachOf(new KeyReader(stored).position());
        }
        releasing = anyNear();
    }

    /** A row that is far for ever must not keep others from being taken at once. */
    private boolean anyNear() {
        Optional<DurableQueue.Item> first = queue.first();
        any = first.isPresent();
        return first.filter(item -> !isFar(item.position())).isPresent();
    }

    private static SourcePosition reachOf(SourcePosition frontier) {
        long from = Math.max(frontier.previousCommit(), frontier.lsn());
        return new SourcePosition(frontier.epoch(), from + REACH_BYTES, Long.MAX_VALUE);
    }

    /** Whether no frontier is near it. Before the first frontier nothing is known. */
    boolean isFar(SourcePosition position) {
        return reach != null && position.isAfter(reach);
    }

    /** Keeps a row that is far, and those behind it. */
    boolean keeps(SourcePosition position, byte[] key, byte[] value) {
        if (!releasing && !isFar(position)) {
            return false;
        }
        queue.add(position, key, value);
        any = true;
        return true;
    }

    /** A frontier has come; what is near it may be taken. */
    void onFrontier(Frontier frontier) {
        SourcePosition position = frontier.position();
        SourcePosition next = reachOf(position);
        if (reach == null || next.isAfter(reach)) {
            reach = next;
            newest.put(NEWEST, new KeyWriter().position(position).toBytes());
            releasing = any && anyNear();
        }
    }

    /** Whether rows wait that may be taken; until they have been, no frontier may be reached. */
    boolean releasing() {
        return releasing;
    }

    /** Whether rows wait, whether they may be taken or not. */
    boolean any() {
        return any;
    }

    /** The next rows that may be taken, in order. */
    List<DurableQueue.Item> next(int limit) {
        if (!releasing || reach == null) {
            releasing = false;
            return List.of();
        }
        List<DurableQueue.Item> next = queue.takeUpTo(reach, limit);
        if (next.size() < limit) {
            releasing = anyNear();
        }
        return next;
    }
}
