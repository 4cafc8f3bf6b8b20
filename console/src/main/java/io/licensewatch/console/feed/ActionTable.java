package io.licensewatch.console.feed;

import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import java.sql.SQLException;
import java.util.Collection;

/** Decisions of people: the audit trail. */
final class ActionTable implements Table {
    private final Statements sql;

    ActionTable(Statements sql) {
        this.sql = sql;
    }

    @Override
    public Rows decode(Arrival arrival) throws MalformedRecordException {
        OperatorAction action = JsonCodec.ACTION.decode(Required.value(arrival));
        String json = arrival.json();
        return changes -> add(action, json, changes);
    }

    private void add(OperatorAction action, String json, Collection<Change> changes) throws SQLException {
        int added = sql.run(
                "INSERT OR IGNORE INTO action (action_id, kind, tenant_id, command_id, by, at_ms, record) VALUES (?, ?, ?, ?, ?, ?, ?)",
                action.actionId(),
                action.kind().name(),
                action.tenantId(),
                action.commandId(),
                action.by(),
                action.at().toEpochMilli(),
                json);
        if (added > 0) {
            changes.add(new Change(Change.Kind.ACTION, action.tenantId(), action.actionId()));
        }
    }

    @Override
    public void clear() {
        // history is kept; ids make re-reading idempotent
    }
}
