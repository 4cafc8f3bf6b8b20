package io.licensewatch.console.feed;

import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.status.TenantStatus;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tenants as they are now, a search index of them, and a point a day of their seats. */
final class TenantTable implements Table {
    private final Statements sql;
    private final Tally tally = new Tally();

    TenantTable(Statements sql) {
        this.sql = sql;
    }

    @Override
    public void take(Arrival arrival, Collection<Change> changes) throws MalformedRecordException, SQLException {
        byte[] value = arrival.value();
        String key = arrival.key();
        if (key == null) {
            throw new MalformedRecordException("a tenant's status without a key");
        }
        if (value == null) {
            remove(key);
        } else {
            TenantStatus status = JsonCodec.TENANT_STATUS.decode(value);
            if (!key.equals(status.tenantId())) {
                throw new MalformedRecordException("a tenant's status under the key of another");
            }
            put(status, arrival.json());
        }
        changes.add(new Change(Change.Kind.TENANT, key, key));
    }

    private void remove(String tenantId) throws SQLException {
        tally.move(counted(tenantId), "");
        sql.run("DELETE FROM tenant_search WHERE rowid = (SELECT n FROM tenant WHERE tenant_id = ?)", tenantId);
        sql.run("DELETE FROM tenant WHERE tenant_id = ?", tenantId);
    }

    private @Nullable String counted(String tenantId) throws SQLException {
        return sql.text("SELECT counted FROM tenant WHERE tenant_id = ?", tenantId);
    }

    private void put(TenantStatus status, String json) throws SQLException {
        String tenantId = status.tenantId();
        String name = status.tenantName() == null ? "" : status.tenantName();
        String counted = Tally.of(status);
        tally.move(counted(tenantId), counted);
        String searched = sql.text("SELECT name FROM tenant WHERE tenant_id = ?", tenantId);
        TenantStatus.Seats seats = status.seats();
        int worst = status.openAlerts().stream()
                .mapToInt(alert -> alert.severity().ordinal())
                .max()
                .orElse(-1);
        Long n = sql.number(
                """
                INSERT INTO tenant (tenant_id, name, in_scope, score, open_alerts, worst_severity, seats_used, seats_limit,
                  seats_percent, seats_stage, as_of_lsn, as_of_ms, counted, record)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (tenant_id) DO UPDATE SET name = excluded.name, in_scope = excluded.in_scope, score = excluded.score,
                  open_alerts = excluded.open_alerts, worst_severity = excluded.worst_severity,
                  seats_used = excluded.seats_used, seats_limit = excluded.seats_limit,
                  seats_percent = excluded.seats_percent, seats_stage = excluded.seats_stage,
                  as_of_lsn = excluded.as_of_lsn, as_of_ms = excluded.as_of_ms, counted = excluded.counted,
                  record = excluded.record
                RETURNING n\
                """,
                tenantId,
                name,
                status.inScope() ? 1 : 0,
                status.score(),
                status.openAlerts().size(),
                worst,
                seats.used(),
                seats.limit(),
                seats.percent(),
                seats.stage(),
                status.asOf().lsn(),
                status.asOf().sourceTime().toEpochMilli(),
                counted,
                json);
        if (!name.equals(searched)) {
            sql.run("DELETE FROM tenant_search WHERE rowid = ?", n);
            sql.run("INSERT INTO tenant_search (rowid, name, tenant_id) VALUES (?, ?, ?)", n, name, tenantId);
        }
        seatPoint(status);
    }

    /** The last of each day in UTC. */
    private void seatPoint(TenantStatus status) throws SQLException {
        sql.run(
                """
                INSERT INTO seat_point (tenant_id, day, used, seats_limit) VALUES (?, ?, ?, ?)
                ON CONFLICT (tenant_id, day) DO UPDATE SET used = excluded.used, seats_limit = excluded.seats_limit\
                """,
                status.tenantId(),
                Objects.toString(
                        status.asOf().sourceTime().atOffset(ZoneOffset.UTC).toLocalDate()),
                status.seats().used(),
                status.seats().limit());
    }

    @Override
    public void clear() throws SQLException {
        sql.run("DELETE FROM tenant_search");
        sql.run("DELETE FROM tenant");
        tally.clear(sql);
    }

    @Override
    public void finish() throws SQLException {
        tally.write(sql);
    }
}
