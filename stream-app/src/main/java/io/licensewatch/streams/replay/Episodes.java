package io.licensewatch.streams.replay;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The alerts of one run, by their keys, each in order. */
final class Episodes {
    private final Map<String, List<Episode>> byKey = new TreeMap<>();
    private final Map<String, Episode> open = new HashMap<>();

    void add(AlertEvent event) {
        if (event.status() == AlertStatus.OPEN) {
            Episode opened = new Episode(event);
            byKey.computeIfAbsent(event.key(), key -> new ArrayList<>()).add(opened);
            open.put(event.key(), opened);
        }
        Episode episode = Objects.requireNonNull(open.get(event.key()), "what is not open has no transition");
        episode.add(event);
        if (event.status() == AlertStatus.RESOLVED) {
            open.remove(event.key());
        }
    }

    /** Without what had ended by then. */
    Map<String, List<Episode>> since(Instant from) {
        Map<String, List<Episode>> later = new TreeMap<>();
        byKey.forEach((key, episodes) -> {
            List<Episode> some = episodes.stream()
                    .filter(episode -> episode.resolvedAt().isAfter(from))
                    .toList();
            if (!some.isEmpty()) {
                later.put(key, some);
            }
        });
        return later;
    }
}
