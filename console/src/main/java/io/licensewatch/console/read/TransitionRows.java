package io.licensewatch.console.read;

import io.licensewatch.schemas.alert.AlertEvent;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** How alerts have opened, changed and closed. */
public final class TransitionRows {
    /** An alert that flaps has thousands; what a person reads are the last ones. */
    public static final int MOST = 200;

    private TransitionRows() {}

    /**
     * One time that an alert was open.
     *
     * @param last its last transition
     * @param transitions how many of it are kept
     */
    public record Episode(int episode, AlertEvent last, int transitions) {}

    /** Of one alert, the newest first; at most {@value #MOST}. */
    public static List<Episode> of(Handle handle, String alertId) {
        return handle.createQuery("""
            SELECT episode, max(sequence), count(*), record FROM transition WHERE alert_id = :id
            GROUP BY episode ORDER BY episode DESC LIMIT :most\
            """)
                .bind("id", alertId)
                .bind("most", MOST)
                .map((row, context) -> new Episode(row.getInt(1), AlertRows.event(row.getString(4)), row.getInt(3)))
                .list();
    }

    /** Of one episode in their order; at most {@value #MOST}, and then the last ones. Empty when there is none. */
    public static List<AlertEvent> transitions(Handle handle, String alertId, int episode) {
        return handle.createQuery("""
            SELECT record FROM (SELECT record, sequence FROM transition WHERE alert_id = :id AND episode = :episode
              ORDER BY sequence DESC LIMIT :most) ORDER BY sequence\
            """)
                .bind("id", alertId)
                .bind("episode", episode)
                .bind("most", MOST)
                .map((row, context) -> AlertRows.event(row.getString(1)))
                .list();
    }

    /** Transitions of a tenant's alerts, the newest first. */
    public static List<AlertEvent> ofTenant(Handle handle, String tenantId, @Nullable String rule, int limit) {
        return new Where()
                .and("tenant_id = :tenant", "tenant", tenantId)
                .and("rule = :rule", "rule", rule)
                .list(
                        handle,
                        "SELECT record FROM transition",
                        "occurred_ms DESC",
                        limit,
                        (row, context) -> AlertRows.event(row.getString(1)));
    }

    /** The ends of a tenant's episodes, the newest first. */
    public static List<AlertEvent> closedOf(Handle handle, String tenantId, int limit) {
        return new Where()
                .and("tenant_id = :tenant", "tenant", tenantId)
                .and("status = 'RESOLVED'")
                .list(
                        handle,
                        "SELECT record FROM transition",
                        "occurred_ms DESC",
                        limit,
                        (row, context) -> AlertRows.event(row.getString(1)));
    }
}
