package io.licensewatch.console.feed;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import java.sql.SQLException;
import java.util.Collection;

/** Open alerts. */
final class AlertTable implements Table {
    private final Statements sql;

    AlertTable(Statements sql) {
        this.sql = sql;
    }

    @Override
    public Rows decode(Arrival arrival) throws MalformedRecordException {
        byte[] value = arrival.value();
        String key = arrival.key();
        if (key == null) {
            throw new MalformedRecordException("an alert without a key");
        }
        if (value == null) {
            return changes -> remove(key, changes);
        }
        AlertEvent alert = JsonCodec.ALERT.decode(value);
        if (!key.equals(alert.key())) {
            throw new MalformedRecordException("an alert under the key of another");
        }
        String json = arrival.json();
        return changes -> take(key, alert, json, changes);
    }

    private void take(String key, AlertEvent alert, String json, Collection<Change> changes) throws SQLException {
        if (alert.status() == AlertStatus.RESOLVED) {
            remove(key, changes);
        } else {
            put(key, alert, json);
        }
        changes.add(new Change(Change.Kind.ALERT, alert.tenantId(), alert.alertId()));
    }

    private void remove(String key, Collection<Change> changes) throws SQLException {
        String alertId = sql.text("SELECT alert_id FROM alert WHERE record_key = ?", key);
        String tenantId = sql.text("SELECT tenant_id FROM alert WHERE record_key = ?", key);
        if (alertId != null && tenantId != null) {
            changes.add(new Change(Change.Kind.ALERT, tenantId, alertId));
            sql.run("DELETE FROM alert WHERE record_key = ?", key);
        }
    }

    private void put(String key, AlertEvent alert, String json) throws SQLException {
        sql.run(
                """
                INSERT OR REPLACE INTO alert (record_key, alert_id, tenant_id, tenant_name, rule, subject, stage, severity, level,
                  summary, affected_users, episode, sequence, opened_ms, occurred_ms, record)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                key,
                alert.alertId(),
                alert.tenantId(),
                alert.tenantName(),
                alert.rule(),
                alert.subject(),
                alert.stage(),
                alert.severity().ordinal(),
                alert.level().ordinal() + 1,
                alert.summary(),
                alert.affectedUsers(),
                alert.episode(),
                alert.sequence(),
                alert.openedAt().toEpochMilli(),
                alert.occurredAt().toEpochMilli(),
                json);
    }

    @Override
    public void clear() throws SQLException {
        sql.run("DELETE FROM alert");
    }
}
