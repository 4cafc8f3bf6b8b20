package io.licensewatch.core.engine;

import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.StateKeys;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.json.RowChangeDecoder;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps a tenant from being looked at in the middle of a transaction.
 *
 * <p>Changes are applied as they come, so a tenant may hold rows that are newer than the frontier at hand: it is ahead,
 * and cannot be looked at, for half of a transaction may be missing. A tenant that is written all the time would always
 * be ahead. So once it is found ahead, its further changes wait here; each frontier applies those before it, after which
 * the tenant stands exactly at that frontier. When nothing is left to wait, changes are applied at once again.
 */
final class HoldBack {
    private static final int VERSION = 1;
    /** Changes that wait are kept decoded up to so many bytes of JSON, which are about twice as many in memory. */
    private static final long MOST_DECODED_BYTES = 4L << 20;

    private final KeyValues store;
    private final Set<String> held = new HashSet<>();
    private final Map<String, SourcePosition> applied = new HashMap<>();
    /** Rows up to here may have been applied to any tenant: by an earlier process, or by a truncate. */
    private SourcePosition appliedToAny;

    private long ordinal;
    /** By ordinal; those that came while there was room. */
    private final Map<Long, Decoded> decoded = new HashMap<>();

    private long decodedBytes;

    private record Decoded(RowChange change, int bytes) {}

    HoldBack(KeyValues store, SourcePosition appliedBefore) {
        this.store = store;
        this.appliedToAny = appliedBefore;
        byte[] all = StateKeys.allPending();
        store.scan(all, KeyWriter.after(all), (key, value) -> {
            held.add(StateKeys.tenantOf(key));
            ordinal = Math.max(ordinal, StateKeys.ordinalOfPending(key) + 1);
            return true;
        });
    }

    boolean holds(String tenantId) {
        return held.contains(tenantId);
    }

    void hold(String tenantId) {
        held.add(tenantId);
    }

    Set<String> held() {
        return Set.copyOf(held);
    }

    void applied(String tenantId, SourcePosition position) {
        applied.merge(tenantId, position, HoldBack::later); // tables are not read in step with each other
    }

    void appliedToAny(SourcePosition position) {
        appliedToAny = later(appliedToAny, position);
    }

    private static SourcePosition later(SourcePosition a, SourcePosition b) {
        return a.isAfter(b) ? a : b;
    }

    /** Whether the tenant has rows that are newer than this frontier. */
    boolean ahead(String tenantId, SourcePosition frontier) {
        SourcePosition newest = applied.get(tenantId);
        return allAhead(frontier) || (newest != null && newest.isAfter(frontier));
    }

    /** Whether any tenant may have rows that are newer than this frontier; the next frontiers will reach them. */
    boolean allAhead(SourcePosition frontier) {
        return appliedToAny.isAfter(frontier);
    }

    void forgetUpTo(SourcePosition frontier) {
        applied.values().removeIf(position -> !position.isAfter(frontier));
    }

    void add(String tenantId, RowChange change, byte[] key, byte[] value) {
        store.put(
                StateKeys.pending(tenantId, change.position(), ordinal),
                new ValueWriter(VERSION).utf8(key).utf8(value).toBytes());
        if (decodedBytes + value.length <= MOST_DECODED_BYTES) {
            decoded.put(ordinal, new Decoded(change, value.length));
            decodedBytes += value.length;
        }
        ordinal++;
    }

    /** Takes out a tenant's waiting changes that are older than a frontier, in order. */
    List<RowChange> release(String tenantId, SourcePosition frontier) {
        return release(tenantId, frontier, Integer.MAX_VALUE);
    }

    /** The first of them; fewer than the limit when none is left. */
    List<RowChange> release(String tenantId, SourcePosition frontier, int limit) {
        byte[] from = StateKeys.pendingOf(tenantId);
        byte[] to = StateKeys.pending(tenantId, frontier, Long.MIN_VALUE);
        List<byte[]> keys = new ArrayList<>();
        List<RowChange> released = new ArrayList<>();
        store.scan(from, to, (key, value) -> {
            keys.add(key);
            released.add(change(StateKeys.ordinalOfPending(key), value));
            return released.size() < limit;
        });
        keys.forEach(store::delete);
        return released;
    }

    private RowChange change(long number, byte[] stored) {
        Decoded known = decoded.remove(number);
        if (known == null) {
            return decode(stored);
        }
        decodedBytes -= known.bytes();
        return known.change();
    }

    /** How many changes are kept decoded. */
    int decoded() {
        return decoded.size();
    }

    private static RowChange decode(byte[] stored) {
        ValueReader in = new ValueReader(stored, VERSION);
        try {
            return RowChangeDecoder.decode(in.utf8(), in.utf8());
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("a change that waits was understood when it came", e);
        }
    }

    /** Ends the holding of a tenant for which nothing waits any more. */
    void endIfEmpty(String tenantId) {
        byte[] from = StateKeys.pendingOf(tenantId);
        boolean[] waiting = new boolean[1];
        store.scan(from, KeyWriter.after(from), (key, value) -> {
            waiting[0] = true;
            return false;
        });
        if (!waiting[0]) {
            held.remove(tenantId);
        }
    }
}
