package io.licensewatch.core.engine;

import io.licensewatch.core.state.TaskKeys;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import java.time.Instant;

/**
 * The last frontier at which no tenant could be evaluated, as a snapshot was not whole. Whatever is said to have lasted since
 * before it may have been gone just then.
 */
final class UnevaluatedFrontier {
    private static final int VERSION = 1;

    private final KeyValues store;
    private Instant at;

    UnevaluatedFrontier(KeyValues store) {
        this.store = store;
        byte[] stored = store.get(TaskKeys.unevaluatedFrontier());
        if (stored == null) {
            at = Instant.MIN;
        } else {
            ValueReader in = new ValueReader(stored, VERSION);
            at = Instant.ofEpochSecond(in.number(), in.number());
        }
    }

    void was(Instant time) {
        at = time;
        store.put(
                TaskKeys.unevaluatedFrontier(),
                new ValueWriter(VERSION)
                        .number(time.getEpochSecond())
                        .number(time.getNano())
                        .toBytes());
    }

    /** Its source time; {@link Instant#MIN} while there was none. */
    Instant at() {
        return at;
    }
}
