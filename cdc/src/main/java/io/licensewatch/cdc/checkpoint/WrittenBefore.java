package io.licensewatch.cdc.checkpoint;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the topics of a prefix contain when a run begins. They belong to one slot: rows of two streams in one topic would be taken
 * for each other's replays.
 *
 * @param checkpoint by slot; more than one when a slot was given another name, or two have written at once
 * @param lastEpoch the highest epoch of any record; 0 when there is none
 */
public record WrittenBefore(Map<String, Checkpoint> checkpoint, int lastEpoch) {
    public WrittenBefore {
        checkpoint = Map.copyOf(checkpoint);
        lastEpoch = Math.max(lastEpoch, latest(checkpoint));
    }

    private static int latest(Map<String, Checkpoint> checkpoint) {
        return checkpoint.values().stream().mapToInt(Checkpoint::epoch).max().orElse(0);
    }

    public Optional<Checkpoint> of(String slot) {
        return Optional.ofNullable(checkpoint.get(slot));
    }

    /** The other slots that have a checkpoint. */
    public Set<String> othersThan(String slot) {
        Map<String, Checkpoint> others = new TreeMap<>(checkpoint);
        others.remove(slot);
        return others.keySet();
    }

    /** The other slot to which the topics belong: its checkpoint is of the same epoch as that of this slot, or of a later one. */
    Optional<Checkpoint> ownerOtherThan(String slot) {
        int ours = of(slot).map(Checkpoint::epoch).orElse(0);
        return othersThan(slot).stream()
                .flatMap(other -> of(other).stream())
                .filter(other -> other.epoch() >= ours)
                .findFirst();
    }
}
