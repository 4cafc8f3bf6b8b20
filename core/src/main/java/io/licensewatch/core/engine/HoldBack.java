package io.licensewatch.core.engine;

import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.StateKeys;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.source.SourcePosition;
import java.nio.charset.StandardCharsets;
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

    private final KeyValues store;
    private final Set<String> held = new HashSet<>();
    private final Map<String, SourcePosition> applied = new HashMap<>();
    /** Rows up to here may have been applied to any tenant: by an earlier process, or by a truncate. */
    private SourcePosition appliedToAny;

    private long ordinal;

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

    /** A change as it was read. */
    record Waiting(byte[] key, byte[] value) {}

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
        return appliedToAny.isAfter(frontier) || (newest != null && newest.isAfter(frontier));
    }

    void forgetUpTo(SourcePosition frontier) {
        applied.values().removeIf(position -> !position.isAfter(frontier));
    }

    void add(String tenantId, SourcePosition position, byte[] key, byte[] value) {
        byte[] stored = new ValueWriter(VERSION)
                .text(new String(key, StandardCharsets.UTF_8))
                .text(new String(value, StandardCharsets.UTF_8))
                .toBytes();
        store.put(StateKeys.pending(tenantId, position, ordinal++), stored);
    }

    /** Takes out a tenant's waiting changes that are older than a frontier, in order. */
    List<Waiting> release(String tenantId, SourcePosition frontier) {
        return release(tenantId, frontier, Integer.MAX_VALUE);
    }

    /** The first of them; fewer than the limit when none is left. */
    List<Waiting> release(String tenantId, SourcePosition frontier, int limit) {
        byte[] from = StateKeys.pendingOf(tenantId);
        byte[] to = StateKeys.pending(tenantId, frontier, Long.MIN_VALUE);
        List<byte[]> keys = new ArrayList<>();
        List<Waiting> released = new ArrayList<>();
        store.scan(from, to, (key, value) -> {
            ValueReader in = new ValueReader(value, VERSION);
            keys.add(key);
            released.add(new Waiting(bytes(in.text()), bytes(in.text())));
            return released.size() < limit;
        });
        keys.forEach(store::delete);
        return released;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
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
