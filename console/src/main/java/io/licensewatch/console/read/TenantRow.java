package io.licensewatch.console.read;

import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.status.TenantStatus.AsOf;
import io.licensewatch.schemas.status.TenantStatus.Seats;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A tenant in a list.
 *
 * @param tenantName null if the source has no name for it
 * @param worstSeverity of its open alerts; null without one
 */
public record TenantRow(
        String tenantId,
        @Nullable String tenantName,
        boolean inScope,
        int score,
        int openAlerts,
        @Nullable Severity worstSeverity,
        Seats seats,
        AsOf asOf) {
    static final String COLUMNS =
            "tenant.n, tenant.tenant_id, tenant.name, in_scope, score, open_alerts, worst_severity, seats_used,"
                    + " seats_limit, seats_percent, seats_stage, as_of_lsn, as_of_ms";

    static TenantRow of(ResultSet row) throws SQLException {
        String name = row.getString("name");
        int worst = row.getInt("worst_severity");
        return new TenantRow(
                row.getString("tenant_id"),
                name.isEmpty() ? null : name,
                row.getInt("in_scope") == 1,
                row.getInt("score"),
                row.getInt("open_alerts"),
                worst < 0 ? null : Severity.values()[worst],
                new Seats(
                        row.getLong("seats_used"),
                        number(row, "seats_limit"),
                        number(row, "seats_percent"),
                        row.getString("seats_stage")),
                new AsOf(row.getString("as_of_lsn"), Stored.instant(row.getLong("as_of_ms"))));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
