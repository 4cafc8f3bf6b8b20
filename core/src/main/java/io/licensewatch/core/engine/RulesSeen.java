package io.licensewatch.core.engine;

import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;

/**
 * The rules under which all was evaluated last. Time and rows wake a tenant, other rules do not: without this a tenant would
 * keep what the former ones said until something else changes.
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

    /** Whether they are others than before this; true once. So it is for a state of an earlier release, which does not say. */
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
