package io.licensewatch.console.feed;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.SnapshotReport;
import java.sql.SQLException;

/** The progress of cdc's snapshot. */
final class SnapshotTable implements Table {
    private final Statements sql;

    SnapshotTable(Statements sql) {
        this.sql = sql;
    }

    @Override
    public Rows decode(Arrival arrival) throws MalformedRecordException {
        JsonCodec.SNAPSHOT.decode(Required.value(arrival));
        String json = arrival.json();
        return changes -> {
            sql.run("INSERT OR REPLACE INTO snapshot (one, record) VALUES (1, ?)", json);
            changes.add(new Change(Change.Kind.FRONTIER, AlertEvent.SYSTEM_TENANT, SnapshotReport.KEY));
        };
    }

    @Override
    public void clear() throws SQLException {
        sql.run("DELETE FROM snapshot");
    }
}
