package io.licensewatch.core.system;

import io.licensewatch.core.frontier.TaskClock;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.Space;
import io.licensewatch.schemas.source.Frontier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last frontier that each tenant task has passed. */
final class PassedFrontiers {
    private final List<TaskClock> clocks = new ArrayList<>();

    /** @param partitions how many tasks there are; at most 65,536 */
    PassedFrontiers(KeyValues store, int partitions) {
        for (int partition = 0; partition < partitions; partition++) {
            clocks.add(new TaskClock(new Space(new Space(store, partition & 0xFF), partition >> 8)));
        }
    }

    void passed(int partition, Frontier frontier) {
        if (partition >= clocks.size()) {
            throw new IllegalStateException("there is no tenant task of partition " + partition);
        }
        clocks.get(partition).advance(frontier);
    }

    /** The frontier that all tasks have passed; null while one has passed none. */
    @Nullable
    Frontier byAll() {
        TaskClock slowest = clocks.get(0);
        for (TaskClock clock : clocks) {
            slowest = slowest.position().isAfter(clock.position()) ? clock : slowest;
        }
        return slowest.frontier();
    }
}
