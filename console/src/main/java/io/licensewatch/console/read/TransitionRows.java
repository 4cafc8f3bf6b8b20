package io.licensewatch.console.read;

import io.licensewatch.schemas.alert.AlertEvent;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Transitions of alerts. */
public final class TransitionRows {
    /** A flapping alert has thousands; people read the last ones. */
    public static final int MOST = 200;

    private TransitionRows() {}

    /**
     * One episode of an alert.
     *
     * @param last its last transition
     * @param transitions the number of kept transitions
     */
    public record Episode(int episode, AlertEvent last, int transitions) {}

    /** The episodes of one alert, newest first; at most {@value #MOST}. */
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

    /** The transitions of one episode in order; if there are more than {@value #MOST}, the last ones. Empty if there are none. */
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

    /** The ends of a tenant's episodes, newest first. */
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
