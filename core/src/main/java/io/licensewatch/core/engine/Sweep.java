package io.licensewatch.core.engine;

import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.StateKeys;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.core.tenant.TenantStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tenants that a change of the reference data may concern. A few are looked at at once; many are walked in steps,
 * with durable cursors: whoever stops it half way finds it where it was. A further change of the same kind starts it anew.
 */
final class Sweep {
    private static final int VERSION = 1;
    /** So many tenants are no reason for a walk. */
    private static final int FEW = 8;
    /** When more walks than this are under way, one through all tenants takes their place: each is then looked at once. */
    private static final int MOST_WALKS = 4;

    private final KeyValues store;
    private final TenantStore tenants;
    private final AskedBy askedBy;

    Sweep(KeyValues store, TenantStore tenants, AskedBy askedBy) {
        this.store = store;
        this.tenants = tenants;
        this.askedBy = askedBy;
    }

    /** Of all tenants, whatever they asked. */
    void start() {
        store.put(StateKeys.sweep(), cursor(null));
        questions().forEach(question -> store.delete(StateKeys.sweepOf(question)));
    }

    /**
     * Of those that asked the question.
     *
     * @param wake told them when they are few
     */
    void start(long question, Consumer<String> wake) {
        byte[] cursorKey = StateKeys.sweepOf(question);
        if (store.get(cursorKey) == null) {
            List<String> first = askedBy.tenantsAfter(question, null, FEW + 1);
            if (first.size() <= FEW) {
                first.forEach(wake);
                return;
            }
        }
        store.put(cursorKey, cursor(null));
        if (questions().size() > MOST_WALKS) {
            start();
        }
    }

    private List<Long> questions() {
        byte[] all = StateKeys.allSweepsOfQuestions();
        List<Long> found = new ArrayList<>();
        store.scan(all, KeyWriter.after(all), (key, value) -> found.add(StateKeys.questionOfSweep(key)));
        return found;
    }

    /** Hands out the next tenants; returns how many. */
    int step(int limit, Consumer<String> tenant) {
        int done = walk(StateKeys.sweep(), tenants::tenantsAfter, limit, tenant);
        if (done < limit) {
            for (long question : questions()) {
                Walk walk = (after, most) -> askedBy.tenantsAfter(question, after, most);
                done += walk(StateKeys.sweepOf(question), walk, limit - done, tenant);
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
        List<String> next = walk.tenantsAfter(new ValueReader(stored, VERSION).optionalText(), limit);
        next.forEach(tenant);
        if (next.size() < limit) {
            store.delete(cursorKey);
        } else {
            store.put(cursorKey, cursor(next.get(limit - 1)));
        }
        return next.size();
    }

    private static byte[] cursor(@Nullable String tenantId) {
        return new ValueWriter(VERSION).optionalText(tenantId).toBytes();
    }
}
