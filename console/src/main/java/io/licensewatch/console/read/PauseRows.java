package io.licensewatch.console.read;

import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.result.Pauses;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The pauses according to the topics. */
public final class PauseRows {
    /** The worker repeats its report each minute; after this time a report is outdated. */
    private static final Duration HOLDS_FOR = Duration.ofMinutes(3);

    /** An unconfirmed decision is dropped after this time: then only the worker's report counts. */
    private static final Duration NEWS_FOR = Duration.ofDays(1);

    private static final int MOST = 20;

    /**
     * Compares decisions with the list, not by time: the clocks of the database and of the decider differ. No action ends a pause
     * of the database, so these are ignored.
     */
    private static final String UNCONFIRMED = """
            WITH newest AS (
              SELECT record, kind, tenant_id, json_extract(record, '$.commandType') AS type, max(rowid) AS arrived
              FROM action WHERE at_ms >= :since AND kind IN ('PAUSE', 'RESUME') GROUP BY tenant_id, type),
            listed AS (
              SELECT coalesce(json_extract(one.value, '$.tenantId'), :all) AS tenant_id, json_extract(one.value, '$.type') AS type
              FROM pauses, json_each(pauses.record, '$.pauses') one WHERE json_extract(one.value, '$.actionId') IS NOT NULL)
            SELECT record, count(*) OVER () AS decisions FROM newest n
            WHERE (kind = 'PAUSE') <> EXISTS (SELECT 1 FROM listed l WHERE l.tenant_id = n.tenant_id AND l.type IS n.type)
            ORDER BY arrived DESC LIMIT :most""";

    private PauseRows() {}

    /**
     * @param reported the worker's report, including pauses of the database; null if there is none
     * @param unconfirmed the last decision of each tenant and type, if it is of the last day and differs from the report: a PAUSE
     *     that is not listed, a RESUME of a pause that still is; newest first, limited to a few
     * @param leftOut how many more there are
     */
    public record State(@Nullable Pauses reported, List<OperatorAction> unconfirmed, int leftOut) {
        /** Whether the report is current. */
        public boolean isKnown(Instant now) {
            return reported != null && now.isBefore(reported.at().plus(HOLDS_FOR));
        }

        /** Whether a worker reported long after the PAUSE without listing it. */
        public boolean isOverdue(OperatorAction action) {
            return action.kind() == ActionKind.PAUSE
                    && reported != null
                    && reported.at().isAfter(action.at().plus(HOLDS_FOR));
        }
    }

    public static State now(Handle handle, Instant now) {
        Pauses reported = handle.createQuery("SELECT record FROM pauses")
                .map((row, context) -> Stored.record(JsonCodec.PAUSES, row.getString(1)))
                .findOne()
                .orElse(null);
        List<Found> found = handle.createQuery(UNCONFIRMED)
                .bind("since", now.minus(NEWS_FOR).toEpochMilli())
                .bind("all", AlertEvent.SYSTEM_TENANT)
                .bind("most", MOST)
                .map((row, context) -> new Found(Stored.record(JsonCodec.ACTION, row.getString(1)), row.getInt(2)))
                .list();
        return new State(
                reported,
                found.stream().map(Found::action).toList(),
                found.isEmpty() ? 0 : found.get(0).decisions() - found.size());
    }

    /** @param decisions the total number */
    private record Found(OperatorAction action, int decisions) {}
}
