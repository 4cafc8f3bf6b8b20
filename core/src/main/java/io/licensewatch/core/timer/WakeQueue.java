package io.licensewatch.core.timer;

import io.licensewatch.core.store.KeyReader;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.schemas.source.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tenants that are to be evaluated since something has happened, and not by time: durable, ordered by the position from which on
 * each is due. Whoever has waited longest is first, and none of them waits for a timer.
 */
public final class WakeQueue {
    private static final int IDENTITY = 0x03;
    private static final int INDEX = 0x04;

    private final KeyValues store;

    /** @param store of the timers, whose keys begin otherwise */
    public WakeQueue(KeyValues store) {
        this.store = store;
    }

    /** From which position on the tenant is due; null where it is not in the queue. */
    public @Nullable SourcePosition from(String tenantId) {
        byte[] stored = store.get(identity(tenantId));
        return stored == null ? null : position(new KeyReader(stored));
    }

    /** Puts the tenant where it belongs. */
    public void put(String tenantId, SourcePosition from) {
        remove(tenantId);
        store.put(identity(tenantId), with(new KeyWriter(), from).toBytes());
        store.put(index(tenantId, from), new byte[0]);
    }

    public void remove(String tenantId) {
        SourcePosition former = from(tenantId);
        if (former != null) {
            store.delete(index(tenantId, former));
            store.delete(identity(tenantId));
        }
    }

    /** Those that are due at a frontier, the first first. */
    public List<String> due(SourcePosition frontier, int limit) {
        List<String> due = new ArrayList<>();
        byte[] all = new KeyWriter().tag(INDEX).toBytes();
        byte[] end = KeyWriter.after(with(new KeyWriter().tag(INDEX), frontier).toBytes());
        store.scan(all, end, (key, value) -> {
            KeyReader in = new KeyReader(key);
            in.tag();
            position(in);
            due.add(in.text());
            return due.size() < limit;
        });
        return due;
    }

    private static byte[] identity(String tenantId) {
        return new KeyWriter().tag(IDENTITY).text(tenantId).toBytes();
    }

    private static byte[] index(String tenantId, SourcePosition from) {
        return with(new KeyWriter().tag(INDEX), from).text(tenantId).toBytes();
    }

    private static KeyWriter with(KeyWriter key, SourcePosition position) {
        return key.number(position.epoch()).bits(position.previousCommit()).bits(position.lsn());
    }

    private static SourcePosition position(KeyReader in) {
        return new SourcePosition((int) in.number(), in.bits(), in.bits());
    }
}
