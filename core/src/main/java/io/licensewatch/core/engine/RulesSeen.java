package io.licensewatch.core.engine;

import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;

/**
 * The rules by which tenants, or the system, were evaluated last. Rows and time cause an evaluation, other rules do not: without this a
 * tenant would keep the results of the former rules until something else changes.
 */
public final class RulesSeen {
    private static final byte[] KEY = {1};
    private static final int VERSION = 1;

    private final KeyValues store;
    private final String present;
    private boolean checked;

    /** @param present the rules of this process, as text */
    public RulesSeen(KeyValues store, String present) {
        this.store = store;
        this.present = present;
    }

    /** Whether the rules have changed since the last process; true once. True, too, for a state that has no rules. */
    public boolean changed() {
        if (checked) {
            return false;
        }
        byte[] stored = store.get(KEY);
        boolean changed =
                stored == null || !new ValueReader(stored, VERSION).text().equals(present);
        if (changed) {
            store.put(KEY, new ValueWriter(VERSION).text(present).toBytes());
        }
        checked = true;
        return changed;
    }
}
