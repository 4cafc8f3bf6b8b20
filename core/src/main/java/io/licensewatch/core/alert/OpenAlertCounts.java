package io.licensewatch.core.alert;

import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.state.TaskKeys;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.alert.Severity;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How many alerts are open in the task, by rule and severity; durable, and readable from other threads. */
public final class OpenAlertCounts {
    private static final int VERSION = 1;

    /** What has a count of its own. */
    public record Group(String rule, Severity severity) {}

    private final KeyValues store;
    private final Map<Group, Long> counts = new ConcurrentHashMap<>();

    public OpenAlertCounts(KeyValues store) {
        this.store = store;
        for (Rule rule : Rule.values()) {
            for (Severity severity : Severity.values()) {
                byte[] stored = store.get(TaskKeys.openCount(rule.id(), severity.name()));
                counts.put(
                        new Group(rule.id(), severity), stored == null ? 0 : new ValueReader(stored, VERSION).number());
            }
        }
    }

    /**
     * Counts a transition.
     *
     * @param severityBefore of the open alert before it; null if it was not open
     */
    void count(AlertEvent event, @Nullable Severity severityBefore) {
        if (severityBefore != null) {
            add(new Group(event.rule(), severityBefore), -1);
        }
        if (event.status() != AlertStatus.RESOLVED) {
            add(new Group(event.rule(), event.severity()), 1);
        }
    }

    private void add(Group group, int change) {
        long count = counts.merge(group, (long) change, Long::sum);
        store.put(
                TaskKeys.openCount(group.rule(), group.severity().name()),
                new ValueWriter(VERSION).number(count).toBytes());
    }

    public long of(Group group) {
        return counts.getOrDefault(group, 0L);
    }
}
