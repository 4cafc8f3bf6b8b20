package io.licensewatch.console.feed;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import java.sql.SQLException;
import java.util.Collection;

/** The last frontier of the feed. */
final class FrontierTable implements Table {
    private final Statements sql;

    FrontierTable(Statements sql) {
        this.sql = sql;
    }

    @Override
    public Rows decode(Arrival arrival) throws MalformedRecordException {
        Frontier frontier = JsonCodec.FRONTIER.decode(Required.value(arrival));
        return changes -> put(frontier, changes);
    }

    private void put(Frontier frontier, Collection<Change> changes) throws SQLException {
        sql.run(
                "INSERT OR REPLACE INTO frontier (one, lsn, source_ms) VALUES (1, ?, ?)",
                frontier.lsn(),
                frontier.sourceTime().toEpochMilli());
        changes.add(new Change(Change.Kind.FRONTIER, AlertEvent.SYSTEM_TENANT, Frontier.KEY));
    }

    @Override
    public void clear() throws SQLException {
        sql.run("DELETE FROM frontier");
    }
}
