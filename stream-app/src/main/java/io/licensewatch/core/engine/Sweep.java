package io.licensewatch.core.engine;

import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.StateKeys;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.core.tenant.TenantStore;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Walks all tenants of the task after a change of the reference data, in steps, with a durable cursor: whoever stops it
 * half way finds it where it was. A further change starts it anew.
 */
final class Sweep {
    private static final int VERSION = 1;

    private final KeyValues store;
    private final TenantStore tenants;

    Sweep(KeyValues store, TenantStore tenants) {
        this.store = store;
        this.tenants = tenants;
    }

    void start() {
        store.put(StateKeys.sweep(), cursor(null));
    }

    /** Hands out the next tenants; returns how many. */
    int step(int limit, Consumer<String> tenant) {
        byte[] stored = store.get(StateKeys.sweep());
        if (stored == null) {
            return 0;
        }
        List<String> next = tenants.tenantsAfter(new ValueReader(stored, VERSION).optionalText(), limit);
        next.forEach(tenant);
        if (next.size() < limit) {
            store.delete(StateKeys.sweep());
        } else {
            store.put(StateKeys.sweep(), cursor(next.get(limit - 1)));
        }
        return next.size();
    }

    private static byte[] cursor(@Nullable String tenantId) {
        return new ValueWriter(VERSION).optionalText(tenantId).toBytes();
    }
}
