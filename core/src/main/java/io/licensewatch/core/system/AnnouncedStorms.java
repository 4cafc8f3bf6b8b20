package io.licensewatch.core.system;

import io.licensewatch.core.status.StormReport;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import java.time.Instant;

/** For which rules the tenant tasks have been sent that {@code multi-tenant-impact} is open. A change is sent once. */
final class AnnouncedStorms {
    private static final byte[] PRESENT = {1};

    private final KeyValues store;
    private final SystemOutput output;

    AnnouncedStorms(KeyValues store, SystemOutput output) {
        this.store = store;
        this.output = output;
    }

    void is(String rule, boolean open, Instant now) {
        byte[] key = new KeyWriter().text(rule).toBytes();
        if (open == (store.get(key) != null)) {
            return;
        }
        if (open) {
            store.put(key, PRESENT);
        } else {
            store.delete(key);
        }
        output.storm(StormReport.of(rule, open, now));
    }
}
