package io.licensewatch.core.tenant;

import io.licensewatch.core.state.TenantKey;
import io.licensewatch.core.store.KeyValues;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A task's store, with the tenants that were evaluated last kept decoded. Everything is written through it, so that a decoded
 * tenant sees every write. The store stays authoritative: a tenant that is evicted is read from there again.
 */
public final class Residents implements KeyValues {
    private final KeyValues store;
    private final long maxBytes;
    /** In the order of their last use. */
    private final LinkedHashMap<String, Resident> byTenant = new LinkedHashMap<>(64, 0.75f, true);

    private long bytes;

    /** @param maxBytes approximate bytes that decoded tenants may take; 0 to keep none */
    public Residents(KeyValues store, long maxBytes) {
        this.store = store;
        this.maxBytes = maxBytes;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return store.get(key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        store.put(key, value);
        changed(key, value);
    }

    @Override
    public void delete(byte[] key) {
        store.delete(key);
        changed(key, null);
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) {
        store.scan(from, to, visitor);
    }

    @Override
    public boolean beforeFlush(Runnable put) {
        return store.beforeFlush(put);
    }

    private void changed(byte[] key, byte @Nullable [] value) {
        if (byTenant.isEmpty() || !TenantKey.isOne(key)) {
            return;
        }
        TenantKey entry = TenantKey.read(key);
        if (entry.kind().growsWithUsers()) {
            return;
        }
        Resident resident = byTenant.get(entry.tenantId());
        if (resident != null) {
            resident.changed(entry, value);
        }
    }

    /** The tenant as it is stored now. It may be evicted at the next call. */
    Resident of(String tenantId) {
        Resident known = byTenant.get(tenantId);
        Resident resident = known == null ? Resident.read(tenantId, store) : known;
        if (known == null) {
            byTenant.put(tenantId, resident);
        }
        bytes += resident.growth();
        evictEldest();
        return resident;
    }

    /** Keeps what was computed from a tenant as long as the tenant is kept. */
    void keep(String tenantId, @Nullable Object computed) {
        Resident resident = byTenant.get(tenantId);
        if (resident != null) {
            resident.keep(computed);
        }
    }

    private void evictEldest() {
        var eldest = byTenant.values().iterator();
        while (bytes > maxBytes && eldest.hasNext()) {
            bytes -= eldest.next().known();
            eldest.remove();
        }
    }
}
