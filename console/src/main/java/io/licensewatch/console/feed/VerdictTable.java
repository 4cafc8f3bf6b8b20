package io.licensewatch.console.feed;

import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.Verdict;
import java.sql.SQLException;
import java.util.Collection;

/** Verdicts on commands; the last verdict of a command counts. */
final class VerdictTable implements Table {
    private final Statements sql;

    VerdictTable(Statements sql) {
        this.sql = sql;
    }

    @Override
    public Rows decode(Arrival arrival) throws MalformedRecordException {
        Verdict verdict = JsonCodec.VERDICT.decode(Required.value(arrival));
        long n = Required.number(verdict.verdictId());
        String json = arrival.json();
        return changes -> add(verdict, n, json, changes);
    }

    private void add(Verdict verdict, long n, String json, Collection<Change> changes) throws SQLException {
        int added = sql.run(
                "INSERT OR IGNORE INTO verdict (verdict_id, command_id, tenant_id, n, effect, at_ms, record) VALUES (?, ?, ?, ?, ?, ?, ?)",
                verdict.verdictId(),
                verdict.commandId(),
                verdict.tenantId(),
                n,
                verdict.effect().name(),
                verdict.judgedAt().toEpochMilli(),
                json);
        if (added == 0) {
            return;
        }
        sql.run(
                """
                INSERT INTO command (command_id, tenant_id, alert_id, type, effect, effect_n) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (command_id) DO UPDATE SET effect = excluded.effect, effect_n = excluded.effect_n
                WHERE excluded.effect_n > command.effect_n""",
                verdict.commandId(),
                verdict.tenantId(),
                verdict.alertId(),
                verdict.type().name(),
                verdict.effect().name(),
                n);
        changes.add(new Change(Change.Kind.COMMAND, verdict.tenantId(), verdict.commandId()));
    }

    @Override
    public void clear() {
        // history is kept; ids make re-reading idempotent
    }
}
