package io.licensewatch.core.system;

import io.licensewatch.core.engine.Intake;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.source.Frontier;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The last refresh jobs that a frontier has named; they may come after it. */
final class ExpectedJobs {
    private static final int VERSION = 1;

    private final KeyValues store;
    /** By whether they were read anew. */
    private final Map<Boolean, Frontier.Covered> expected = new HashMap<>();

    ExpectedJobs(KeyValues store) {
        this.store = store;
        for (boolean readAnew : new boolean[] {true, false}) {
            byte[] stored = store.get(key(readAnew));
            if (stored != null) {
                expected.put(readAnew, read(readAnew, stored));
            }
        }
    }

    void put(Frontier.Covered covered) {
        expected.put(covered.readAnew(), covered);
        store.put(
                key(covered.readAnew()),
                new ValueWriter(VERSION)
                        .text(covered.table())
                        .number(covered.partition())
                        .number(covered.epoch())
                        .text(covered.previousCommitLsn())
                        .text(covered.lsn())
                        .number(covered.rows())
                        .toBytes());
    }

    /** Those that have not come. */
    Optional<Frontier.Covered> missing(Intake jobs) {
        return expected.values().stream()
                .filter(covered -> !jobs.includes(covered))
                .findFirst();
    }

    private static byte[] key(boolean readAnew) {
        return new byte[] {(byte) (readAnew ? 1 : 0)};
    }

    private static Frontier.Covered read(boolean readAnew, byte[] stored) {
        ValueReader in = new ValueReader(stored, VERSION);
        return new Frontier.Covered(
                in.text(), false, (int) in.number(), readAnew, (int) in.number(), in.text(), in.text(), in.number());
    }
}
