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
    private final List<Arrived> waiting = new ArrayList<>();

    private record Arrived(PublicRecord read, Step step, Duration afterCommit) {}

    CausalOrder(Narrator narrator) {
        this.narrator = narrator;
    }

    void arrived(PublicRecord read, Step step, Duration afterCommit) {
        waiting.add(new Arrived(read, step, afterCommit));
        while (narrateNext()) {}
    }

    private boolean narrateNext() {
        for (Iterator<Arrived> next = waiting.iterator(); next.hasNext(); ) {
            Arrived arrived = next.next();
            if (narrated.containsAll(arrived.read().causes())) {
                next.remove();
                narrate(arrived);
                return true;
            }
        }
        return false;
    }

    /** The causes of the rest were not published in this step. */
    void endStep() {
        waiting.forEach(this::narrate);
        waiting.clear();
        narrated.removeIf(id -> id.startsWith(PublicRecord.OVER)); // an alert may open again
    }

    private void narrate(Arrived arrived) {
        narrated.addAll(arrived.read().ids());
        narrator.arrived(arrived.read(), arrived.step(), arrived.afterCommit());
    }
}
