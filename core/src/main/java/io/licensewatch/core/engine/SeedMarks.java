package io.licensewatch.core.engine;

import io.licensewatch.core.state.TenantKey;
import io.licensewatch.core.store.KeyValues;
import java.util.HashSet;
import java.util.Set;

/** Marks tenants with rows of a snapshot. Alerts that the first evaluation after it opens have the reason SEEDED; it removes the mark. */
final class SeedMarks {
    private static final byte[] PRESENT = {1};

    private final KeyValues store;
    /** Tenants that this process has marked, so that not every row of a snapshot writes the mark again. */
    private final Set<String> marked = new HashSet<>();

    SeedMarks(KeyValues store) {
        this.store = store;
    }

    void mark(String tenantId) {
        if (marked.add(tenantId)) {
            store.put(TenantKey.of(tenantId, TenantKey.Kind.SEED), PRESENT);
        }
    }

    /** The tenant is evaluated, which removes the mark. */
    void evaluated(String tenantId) {
        marked.remove(tenantId);
    }
}
