package io.licensewatch.console.feed;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import java.sql.SQLException;
import java.util.Collection;

/** Every transition of every alert. */
final class TransitionTable implements Table {
    private final Statements sql;

    TransitionTable(Statements sql) {
        this.sql = sql;
    }

    @Override
    public Rows decode(Arrival arrival) throws MalformedRecordException {
        AlertEvent event = JsonCodec.ALERT.decode(Required.value(arrival));
        String json = arrival.json();
        return changes -> add(event, json, changes);
    }

    private void add(AlertEvent event, String json, Collection<Change> changes) throws SQLException {
        int added = sql.run(
                """
                INSERT OR IGNORE INTO transition (event_id, alert_id, episode, sequence, tenant_id, rule, status, severity, level,
                  occurred_ms, record)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                event.eventId(),
                event.alertId(),
                event.episode(),
                event.sequence(),
                event.tenantId(),
                event.rule(),
                event.status().name(),
                event.severity().ordinal(),
                event.level().ordinal() + 1,
                event.occurredAt().toEpochMilli(),
                json);
        if (added > 0) {
            changes.add(new Change(Change.Kind.ALERT, event.tenantId(), event.alertId()));
        }
    }

    @Override
    public void clear() {
        // history is kept; ids make re-reading idempotent
    }
}
