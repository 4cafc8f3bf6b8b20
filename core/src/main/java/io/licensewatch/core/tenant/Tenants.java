package io.licensewatch.core.tenant;

import io.licensewatch.core.store.KeyReader;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import java.util.ArrayList;
import java.util.List;

/** Reads an index that has a tenant at the end of each key, behind an id. */
final class Tenants {
    private Tenants() {}

    /** @param id the keys' beginning, up to the id that they share */
    static List<String> under(KeyValues store, byte[] id) {
        List<String> tenants = new ArrayList<>();
        store.scan(id, KeyWriter.after(id), (key, value) -> {
            KeyReader in = new KeyReader(key);
            in.tag();
            in.text();
            tenants.add(in.text());
            return true;
        });
        return tenants;
    }
}
