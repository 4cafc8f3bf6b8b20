package io.licensewatch.core.system;

import io.licensewatch.core.engine.Phase;
import io.licensewatch.core.engine.StepBudget;
import io.licensewatch.core.frontier.TaskClock;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.source.Frontier;

/** The epoch of the last snapshot behind which all checks have been made. Alerts that open before that have the reason SEEDED. */
final class PublishedSnapshot implements Phase {
    private static final byte[] ONLY = {};
    private static final int VERSION = 1;

    private final KeyValues store;
    private final TaskClock clock;

    PublishedSnapshot(KeyValues store, TaskClock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Whether the checks at the frontier are the first behind its snapshot. */
    boolean isBefore(Frontier frontier) {
        byte[] stored = store.get(ONLY);
        return stored == null || new ValueReader(stored, VERSION).number() != frontier.epoch();
    }

    /** Runs when all checks that were due have been made. */
    @Override
    public Left run(StepBudget budget) {
        Frontier frontier = clock.present();
        if (isBefore(frontier)) {
            store.put(ONLY, new ValueWriter(VERSION).number(frontier.epoch()).toBytes());
        }
        return Left.NOTHING;
    }
}
