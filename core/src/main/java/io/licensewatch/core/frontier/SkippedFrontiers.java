package io.licensewatch.core.frontier;

import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourcePosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Frontiers that arrived while work of an earlier one was left, in order. The work that is left is evaluated as of the frontier at which it
 * was due. Durable and bounded: the oldest are dropped, and when work of those was due is unknown. Their times ascend: if the source's
 * clock is set back all are forgotten.
 */
public final class SkippedFrontiers {
    /** Many minutes, even at ten frontiers per second. */
    private static final int MOST = 4_096;

    private static final int KEPT = 0x01;
    private static final int DROPPED = 0x02;

    private final KeyValues store;
    private final int most;
    private final List<Frontier> kept = new ArrayList<>();
    private @Nullable Frontier dropped;

    /** @param store for this alone */
    public SkippedFrontiers(KeyValues store) {
        this(store, MOST);
    }

    SkippedFrontiers(KeyValues store, int most) {
        this.store = store;
        this.most = most;
        byte[] all = new KeyWriter().tag(KEPT).toBytes();
        store.scan(all, KeyWriter.after(all), (key, value) -> {
            kept.add(decode(value));
            return true;
        });
        byte[] stored = store.get(droppedKey());
        dropped = stored == null ? null : decode(stored);
    }

    private static Frontier decode(byte[] stored) {
        try {
            return JsonCodec.FRONTIER.decode(stored);
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("a stored frontier cannot be read", e);
        }
    }

    public void add(Frontier skipped) {
        Frontier bare = new Frontier(
                skipped.sourceTime(),
                skipped.lsn(),
                skipped.previousCommitLsn(),
                skipped.epoch(),
                skipped.snapshotComplete(),
                List.of());
        kept.add(bare);
        store.put(key(bare), JsonCodec.FRONTIER.encode(bare));
        if (kept.size() > most) {
            dropped = kept.remove(0);
            store.delete(key(dropped));
            store.put(droppedKey(), JsonCodec.FRONTIER.encode(dropped));
        }
    }

    /** Nothing is left to do at any of them. */
    public void clear() {
        kept.forEach(frontier -> store.delete(key(frontier)));
        kept.clear();
        if (dropped != null) {
            store.delete(droppedKey());
            dropped = null;
        }
    }

    public boolean isEmpty() {
        return kept.isEmpty();
    }

    /** The first that covers the position. */
    public Frontier covering(SourcePosition position, Frontier present) {
        return first(frontier -> !position.isAfter(frontier.position()), present);
    }

    /** Whether one that was dropped covers the position. */
    public boolean droppedCovers(SourcePosition position) {
        return dropped != null && !position.isAfter(dropped.position());
    }

    /** The first at which a timer was due that is due at present. */
    public Frontier dueSince(Instant due, Frontier present) {
        return first(frontier -> isDue(due, frontier), present);
    }

    /** Whether the timer was due at one that was dropped. */
    public boolean droppedIsDue(Instant due) {
        return dropped != null && isDue(due, dropped);
    }

    private static boolean isDue(Instant due, Frontier frontier) {
        return !frontier.sourceTime().isBefore(due);
    }

    /** The first for which the predicate is true; it has to be true for all after that, too. */
    private Frontier first(Predicate<Frontier> isSo, Frontier present) {
        int from = 0;
        int to = kept.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (isSo.test(kept.get(middle))) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return from < kept.size() ? kept.get(from) : present;
    }

    private static byte[] key(Frontier frontier) {
        return new KeyWriter().tag(KEPT).position(frontier.position()).toBytes();
    }

    private static byte[] droppedKey() {
        return new KeyWriter().tag(DROPPED).toBytes();
    }
}
