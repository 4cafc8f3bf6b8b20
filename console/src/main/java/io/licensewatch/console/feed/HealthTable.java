package io.licensewatch.console.feed;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.status.SystemHealth;
import java.sql.SQLException;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/** The present score, and one point of it per minute. */
final class HealthTable implements Table {
    private static final long MINUTE = TimeUnit.MINUTES.toMillis(1);

    private final Statements sql;

    HealthTable(Statements sql) {
        this.sql = sql;
    }

    @Override
    public Rows decode(Arrival arrival) throws MalformedRecordException {
        if (!SystemHealth.KEY.equals(arrival.key())) {
            throw new MalformedRecordException("the system's health under another key");
        }
        SystemHealth health = JsonCodec.SYSTEM_HEALTH.decode(Required.value(arrival));
        String json = arrival.json();
        return changes -> put(health, json, changes);
    }

    private void put(SystemHealth health, String json, Collection<Change> changes) throws SQLException {
        long asOf = health.asOf().sourceTime().toEpochMilli();
        sql.run(
                "INSERT OR REPLACE INTO health (one, record, as_of_lsn, as_of_ms) VALUES (1, ?, ?, ?)",
                json,
                health.asOf().lsn(),
                asOf);
        sql.run(
                """
                INSERT INTO score_point (minute_ms, score, live_tenants, open_alerts) VALUES (?, ?, ?, ?)
                ON CONFLICT (minute_ms) DO UPDATE SET score = excluded.score, live_tenants = excluded.live_tenants,
                  open_alerts = excluded.open_alerts""",
                Math.floorDiv(asOf, MINUTE) * MINUTE,
                health.score(),
                health.liveTenants(),
                health.parts().stream().mapToLong(SystemHealth.Part::openAlerts).sum());
        changes.add(new Change(Change.Kind.HEALTH, AlertEvent.SYSTEM_TENANT, SystemHealth.KEY));
    }

    @Override
    public void clear() throws SQLException {
        sql.run("DELETE FROM health");
    }
}
