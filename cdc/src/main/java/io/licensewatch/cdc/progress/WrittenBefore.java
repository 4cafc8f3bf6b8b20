package io.licensewatch.cdc.progress;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the topics of a prefix hold when a run begins. They belong to one slot: rows of two streams in one topic would be taken
 * for each other's replays.
 *
 * @param progress by slot; more than one when a slot was given another name, or two have written at once
 * @param lastEpoch the last one that any record is of; 0 when there is none
 */
public record WrittenBefore(Map<String, Progress> progress, int lastEpoch) {
    public WrittenBefore {
        progress = Map.copyOf(progress);
        lastEpoch = Math.max(lastEpoch, latest(progress));
    }

    private static int latest(Map<String, Progress> progress) {
        return progress.values().stream().mapToInt(Progress::epoch).max().orElse(0);
    }

    public Optional<Progress> of(String slot) {
        return Optional.ofNullable(progress.get(slot));
    }

    /** The other slots of which there is a progress. */
    public Set<String> othersThan(String slot) {
        Map<String, Progress> others = new TreeMap<>(progress);
        others.remove(slot);
        return others.keySet();
    }

    /** The other slot to which the topics belong: whose progress is in a later epoch than that of this one, or in the same. */
    Optional<Progress> ownerOtherThan(String slot) {
        int ours = of(slot).map(Progress::epoch).orElse(0);
        return othersThan(slot).stream()
                .flatMap(other -> of(other).stream())
                .filter(other -> other.epoch() >= ours)
                .findFirst();
    }
}
