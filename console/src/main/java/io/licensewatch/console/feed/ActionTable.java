package io.licensewatch.console.feed;

import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import java.sql.SQLException;
import java.util.Collection;

/** What people decided: the audit trail. */
final class ActionTable implements Table {
    private final Statements sql;

    ActionTable(Statements sql) {
        this.sql = sql;
    }

    @Override
    public void take(Arrival arrival, Collection<Change> changes) throws MalformedRecordException, SQLException {
        OperatorAction action = JsonCodec.ACTION.decode(Required.value(arrival));
        int added = sql.run(
                "INSERT OR IGNORE INTO action (action_id, kind, tenant_id, command_id, by, at_ms, record) VALUES (?, ?, ?, ?, ?, ?, ?)",
                action.actionId(),
                action.kind().name(),
                action.tenantId(),
                action.commandId(),
                action.by(),
                action.at().toEpochMilli(),
                arrival.json());
        if (added > 0) {
            changes.add(new Change(Change.Kind.ACTION, action.tenantId(), action.actionId()));
        }
    }

    @Override
    public void clear() {
        // history stays, and ids tell what is there already
    }
}
