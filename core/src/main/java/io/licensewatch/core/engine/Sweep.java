package io.licensewatch.core.engine;

import io.licensewatch.core.state.KnownTenantKey;
import io.licensewatch.core.state.LookupSweepKey;
import io.licensewatch.core.state.TaskKeys;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.core.tenant.TenantStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tenants that a change of the reference data may concern. If they are few they are evaluated at once. Otherwise they are walked in
 * steps, with durable cursors: a process that takes over continues where the former one was. A further change of the same kind does not
 * restart a walk: it continues to the last tenant, and then from the first to where it was at the change. So a walk reaches every tenant,
 * however often the result of the lookup changes.
 */
final class Sweep {
    private static final int VERSION = 2;
    /** At most so many tenants are evaluated without a walk. */
    private static final int FEW = 8;
    /** If more walks than this are under way, one through all tenants replaces them, so that each tenant is evaluated once. */
    private static final int MOST_WALKS = 4;

    private final KeyValues store;
    private final TenantStore tenants;
    private final DependencyIndex dependencies;

    Sweep(KeyValues store, TenantStore tenants, DependencyIndex dependencies) {
        this.store = store;
        this.tenants = tenants;
        this.dependencies = dependencies;
    }

    /** Of all tenants, whichever lookups they depend on. */
    void start() {
        begin(TaskKeys.sweep());
        lookups().forEach(lookup -> store.delete(new LookupSweepKey(lookup).toBytes()));
    }

    /**
     * Of those that depend on a lookup.
     *
     * @param wake called with each of them if they are few
     */
    void start(long lookup, Consumer<String> wake) {
        byte[] cursorKey = new LookupSweepKey(lookup).toBytes();
        if (store.get(cursorKey) == null) {
            List<String> first = dependencies.tenantsAfter(lookup, null, FEW + 1);
            if (first.size() <= FEW) {
                first.forEach(wake);
                return;
            }
        }
        begin(cursorKey);
        if (lookups().size() > MOST_WALKS) {
            start();
        }
    }

    private void begin(byte[] cursorKey) {
        byte[] stored = store.get(cursorKey);
        String after = stored == null ? null : Cursor.read(stored).after();
        store.put(cursorKey, new Cursor(after, after, false).toBytes());
    }

    /**
     * How far a walk is. It continues to the last tenant, and then in a second round from the first to where it was at the last change.
     *
     * @param after the last tenant that was handed out; null at the beginning of a round
     * @param until the last tenant of the second round; null if there is none
     * @param second whether this is the second round
     */
    private record Cursor(@Nullable String after, @Nullable String until, boolean second) {
        static Cursor read(byte[] stored) {
            ValueReader in = new ValueReader(stored, VERSION);
            return new Cursor(in.optionalText(), in.optionalText(), in.flag());
        }

        byte[] toBytes() {
            return new ValueWriter(VERSION)
                    .optionalText(after)
                    .optionalText(until)
                    .flag(second)
                    .toBytes();
        }

        Cursor at(String tenantId) {
            return new Cursor(tenantId, until, second);
        }

        boolean isFollowed() {
            return until != null && !second;
        }

        Cursor next() {
            return new Cursor(null, until, true);
        }

        /** Those that belong to this round, of some in order. */
        List<String> upToEnd(List<String> tenants) {
            if (until == null || !second) {
                return tenants;
            }
            byte[] end = new KnownTenantKey(until).toBytes();
            return tenants.stream()
                    .takeWhile(one -> Arrays.compareUnsigned(new KnownTenantKey(one).toBytes(), end) <= 0)
                    .toList();
        }
    }

    private List<Long> lookups() {
        byte[] all = LookupSweepKey.all();
        List<Long> found = new ArrayList<>();
        store.scan(
                all,
                KeyWriter.after(all),
                (key, value) -> found.add(LookupSweepKey.read(key).lookup()));
        return found;
    }

    /** Hands out the next tenants; returns how many: fewer than the limit if no walk is left. */
    int step(int limit, Consumer<String> tenant) {
        int done = walk(TaskKeys.sweep(), tenants::tenantsAfter, limit, tenant);
        while (done < limit) {
            List<Long> lookups = lookups();
            if (lookups.isEmpty()) {
                break;
            }
            // A lookup whose result changes all the time keeps no other waiting.
            int share = Math.max(1, (limit - done) / lookups.size());
            for (long lookup : lookups) {
                Walk walk = (after, most) -> dependencies.tenantsAfter(lookup, after, most);
                done += walk(new LookupSweepKey(lookup).toBytes(), walk, Math.min(share, limit - done), tenant);
            }
        }
        return done;
    }

    private interface Walk {
        List<String> tenantsAfter(@Nullable String tenantId, int limit);
    }

    private int walk(byte[] cursorKey, Walk walk, int limit, Consumer<String> tenant) {
        byte[] stored = limit == 0 ? null : store.get(cursorKey);
        if (stored == null) {
            return 0;
        }
        Cursor cursor = Cursor.read(stored);
        List<String> next = cursor.upToEnd(walk.tenantsAfter(cursor.after(), limit));
        next.forEach(tenant);
        if (next.size() == limit) {
            store.put(cursorKey, cursor.at(next.get(limit - 1)).toBytes());
            return limit;
        }
        if (cursor.isFollowed()) {
            store.put(cursorKey, cursor.next().toBytes());
            return next.size() + walk(cursorKey, walk, limit - next.size(), tenant);
        }
        store.delete(cursorKey);
        return next.size();
    }
}
