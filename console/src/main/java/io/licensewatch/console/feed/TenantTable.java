package io.licensewatch.console.feed;

import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.status.TenantStatus;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The present tenants, their search index, and one point of their seats per day. */
final class TenantTable implements Table {
    private final Statements sql;
    private final Indexes indexes;
    private final Tally tally = new Tally();

    TenantTable(Statements sql, Indexes indexes) {
        this.sql = sql;
        this.indexes = indexes;
    }

    @Override
    public Rows decode(Arrival arrival) throws MalformedRecordException {
        byte[] value = arrival.value();
        String key = arrival.key();
        if (key == null) {
            throw new MalformedRecordException("a tenant's status without a key");
        }
        if (value == null) {
            return changes -> {
                remove(key);
                changes.add(new Change(Change.Kind.TENANT, key, key));
            };
        }
        TenantStatus status = JsonCodec.TENANT_STATUS.decode(value);
        if (!key.equals(status.tenantId())) {
            throw new MalformedRecordException("a tenant's status under the key of another");
        }
        String counted = Tally.of(status);
        String json = arrival.json();
        return changes -> {
            put(status, counted, json);
            changes.add(new Change(Change.Kind.TENANT, key, key));
        };
    }

    /** The stored values of a tenant that its next state depends on. */
    private record Known(long n, String name, String counted) {}

    private @Nullable Known known(String tenantId) throws SQLException {
        return sql.first(
                "SELECT n, name, counted FROM tenant WHERE tenant_id = ?",
                row -> new Known(row.getLong(1), row.getString(2), row.getString(3)),
                tenantId);
    }

    private void remove(String tenantId) throws SQLException {
        Known known = known(tenantId);
        if (known != null) {
            tally.move(known.counted(), "");
            sql.run("DELETE FROM tenant WHERE n = ?", known.n());
            notSearchable(known.n());
        }
    }

    private void put(TenantStatus status, String counted, String json) throws SQLException {
        Known known = known(status.tenantId());
        String name = status.tenantName() == null ? "" : status.tenantName();
        tally.move(known == null ? null : known.counted(), counted);
        put(known == null ? null : known.n(), status, name, counted, json);
        if (known == null) {
            searchable(sql.lastRow(), name, status.tenantId());
        } else if (!known.name().equals(name)) {
            notSearchable(known.n());
            searchable(known.n(), name, status.tenantId());
        }
        seatPoint(status);
    }

    private void put(@Nullable Long n, TenantStatus status, String name, String counted, String json)
            throws SQLException {
        TenantStatus.Seats seats = status.seats();
        int worst = status.openAlerts().stream()
                .mapToInt(alert -> alert.severity().ordinal())
                .max()
                .orElse(-1);
        sql.run(
                """
                INSERT INTO tenant (n, tenant_id, name, in_scope, score, open_alerts, worst_severity, seats_used, seats_limit,
                  seats_percent, seats_stage, as_of_lsn, as_of_ms, counted, record)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (n) DO UPDATE SET name = excluded.name, in_scope = excluded.in_scope, score = excluded.score,
                  open_alerts = excluded.open_alerts, worst_severity = excluded.worst_severity,
                  seats_used = excluded.seats_used, seats_limit = excluded.seats_limit,
                  seats_percent = excluded.seats_percent, seats_stage = excluded.seats_stage,
                  as_of_lsn = excluded.as_of_lsn, as_of_ms = excluded.as_of_ms, counted = excluded.counted,
                  record = excluded.record""",
                n,
                status.tenantId(),
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
    }

    private void searchable(long n, String name, String tenantId) throws SQLException {
        if (indexes.areMade()) {
            sql.run("INSERT INTO tenant_search (rowid, name, tenant_id) VALUES (?, ?, ?)", n, name, tenantId);
        }
    }

    private void notSearchable(long n) throws SQLException {
        if (indexes.areMade()) {
            sql.run("DELETE FROM tenant_search WHERE rowid = ?", n);
        }
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
        sql.run("INSERT INTO tenant_search (tenant_search) VALUES ('delete-all')");
        sql.run("DELETE FROM tenant");
        tally.clear(sql);
    }

    @Override
    public void finish() throws SQLException {
        tally.write(sql);
    }
}
