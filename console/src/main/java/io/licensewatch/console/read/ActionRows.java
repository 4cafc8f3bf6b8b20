package io.licensewatch.console.read;

import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.json.JsonCodec;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Decisions of people: the audit trail. */
public final class ActionRows {
    private ActionRows() {}

    /** @throws BadCursorException if the cursor is not of this list */
    public static Page<OperatorAction> list(Handle handle, ActionFilter filter, Paging paging) {
        Cursor after = paging.cursor(filter);
        Where where = new Where()
                .and(
                        "kind = :kind",
                        "kind",
                        filter.kind() == null ? null : filter.kind().name())
                .and("tenant_id = :tenant", "tenant", filter.tenantId())
                .and("\"by\" = :by", "by", filter.by());
        if (after != null) {
            where.and("(at_ms, action_id) < (:at, :id)", "at", after.number(0)).bind("id", after.string(1));
        }
        List<OperatorAction> actions = where.list(
                handle,
                "SELECT record FROM action",
                "at_ms DESC, action_id DESC",
                paging.fetch(),
                (row, context) -> Stored.record(JsonCodec.ACTION, row.getString(1)));
        return Page.of(actions, paging, filter, action -> Cursor.of(action.at().toEpochMilli(), action.actionId()));
    }
}
