package io.licensewatch.console.feed;

import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.RemediationResult;
import java.sql.SQLException;
import java.util.Collection;

/** Results of workers. */
final class ResultTable implements Table {
    private final Statements sql;

    ResultTable(Statements sql) {
        this.sql = sql;
    }

    @Override
    public Rows decode(Arrival arrival) throws MalformedRecordException {
        RemediationResult result = JsonCodec.RESULT.decode(Required.value(arrival));
        long n = Required.number(result.resultId());
        String json = arrival.json();
        return changes -> add(result, n, json, changes);
    }

    private void add(RemediationResult result, long n, String json, Collection<Change> changes) throws SQLException {
        long at = result.at().toEpochMilli();
        int added = sql.run(
                "INSERT OR IGNORE INTO result (result_id, command_id, tenant_id, n, state, at_ms, record) VALUES (?, ?, ?, ?, ?, ?, ?)",
                result.resultId(),
                result.commandId(),
                result.tenantId(),
                n,
                result.state().name(),
                at,
                json);
        if (added == 0) {
            return;
        }
        sql.run(
                """
                INSERT INTO command (command_id, tenant_id, alert_id, type, state, state_n, state_ms) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (command_id) DO UPDATE SET state = excluded.state, state_n = excluded.state_n, state_ms = excluded.state_ms
                WHERE excluded.state_n > command.state_n""",
                result.commandId(),
                result.tenantId(),
                result.alertId(),
                result.type().name(),
                result.state().name(),
                n,
                at);
        changes.add(new Change(Change.Kind.COMMAND, result.tenantId(), result.commandId()));
    }

    @Override
    public void clear() {
        // history is kept; ids make re-reading idempotent
    }
}
