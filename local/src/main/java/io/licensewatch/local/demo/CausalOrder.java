package io.licensewatch.local.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Narrates an effect after its cause: between topics there is no order. */
final class CausalOrder {
    private final Narrator narrator;
    private final Set<String> narrated = new HashSet<>();
    private final List<Came> waiting = new ArrayList<>();

    private record Came(PublicRecord read, Step step, Duration afterCommit) {}

    CausalOrder(Narrator narrator) {
        this.narrator = narrator;
    }

    void came(PublicRecord read, Step step, Duration afterCommit) {
        waiting.add(new Came(read, step, afterCommit));
        while (narrateNext()) {}
    }

    private boolean narrateNext() {
        for (Iterator<Came> next = waiting.iterator(); next.hasNext(); ) {
            Came came = next.next();
            if (narrated.containsAll(came.read().causes())) {
                next.remove();
                narrate(came);
                return true;
            }
        }
        return false;
    }

    /** Whatever was the cause of the rest, it did not come in this step. */
    void endStep() {
        waiting.forEach(this::narrate);
        waiting.clear();
        narrated.removeIf(id -> id.startsWith(PublicRecord.OVER)); // an alert may open again
    }

    private void narrate(Came came) {
        narrated.addAll(came.read().ids());
        narrator.came(came.read(), came.step(), came.afterCommit());
    }
}
