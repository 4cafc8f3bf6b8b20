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

/** What is paused, as far as the topics say. */
public final class PauseRows {
    /** The worker repeats its report each minute; one that is older says nothing about now. */
    private static final Duration HOLDS_FOR = Duration.ofMinutes(3);

    /** A decision that nobody has confirmed for longer is no news: what is paused is what the worker says, or not known. */
    private static final Duration NEWS_FOR = Duration.ofDays(1);

    private static final int MOST = 20;

    /**
     * By what is listed, not by clocks: those of the database and of who decides differ. What ends a pause made in the database is no
     * action, so those are left aside.
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
     * @param reported by the worker, of pauses in the database too; null where none has reported
     * @param unconfirmed of each tenant and type the last decision of a person, if it is of the last day and not what is reported: a PAUSE
     *     that is not listed, a RESUME of what still is; the newest first, cut to a few
     * @param leftOut how many more there are
     */
    public record State(@Nullable Pauses reported, List<OperatorAction> unconfirmed, int leftOut) {
        /** Whether the report says what is paused now. */
        public boolean isKnown(Instant now) {
            return reported != null && now.isBefore(reported.at().plus(HOLDS_FOR));
        }

        /** Whether a worker has reported long after it, and the PAUSE is still not listed. */
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

    /** @param decisions how many there are in all */
    private record Found(OperatorAction action, int decisions) {}
}
