package io.licensewatch.console.feed;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.Pauses;
import java.sql.SQLException;
import java.util.Collection;

/** The pauses that the worker reports. */
final class PausesTable implements Table {
    private final Statements sql;

    PausesTable(Statements sql) {
        this.sql = sql;
    }

    @Override
    public Rows decode(Arrival arrival) throws MalformedRecordException {
        if (!Pauses.KEY.equals(arrival.key())) {
            throw new MalformedRecordException("pauses under another key");
        }
        Pauses pauses = JsonCodec.PAUSES.decode(Required.value(arrival));
        String json = arrival.json();
        return changes -> put(pauses, json, changes);
    }

    private void put(Pauses pauses, String json, Collection<Change> changes) throws SQLException {
        sql.run(
                "INSERT OR REPLACE INTO pauses (one, at_ms, record) VALUES (1, ?, ?)",
                pauses.at().toEpochMilli(),
                json);
        changes.add(new Change(Change.Kind.PAUSES, AlertEvent.SYSTEM_TENANT, Pauses.KEY));
    }

    @Override
    public void clear() throws SQLException {
        sql.run("DELETE FROM pauses");
    }
}
