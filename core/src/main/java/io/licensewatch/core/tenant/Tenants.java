package io.licensewatch.core.tenant;

import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads an index from an id to tenants. */
final class Tenants {
    private Tenants() {}

    /**
     * The tenants of an id.
     *
     * @param prefix what the keys of the id begin with
     * @param tenantOf reads the tenant from a key
     */
    static List<String> under(KeyValues store, byte[] prefix, Function<byte[], String> tenantOf) {
        List<String> tenants = new ArrayList<>();
        store.scan(prefix, KeyWriter.after(prefix), (key, value) -> tenants.add(tenantOf.apply(key)));
        return tenants;
    }
}
