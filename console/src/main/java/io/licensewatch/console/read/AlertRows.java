package io.licensewatch.console.read;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.json.JsonCodec;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Open and former alerts. */
public final class AlertRows {
    private static final int MOST_OF_A_TENANT = 500;

    /** Written so that SQLite uses the index of time, which has the right order, and filters within it. */
    private static final String SEVERITY_ALONG = "+severity = :severity";

    private AlertRows() {}

    /** @throws BadCursorException if the cursor is not of this list */
    public static Page<AlertEvent> list(Handle handle, AlertFilter filter, Paging paging) {
        Cursor after = paging.cursor(filter);
        Where where = new Where()
                .and("rule = :rule", "rule", filter.rule())
                .and(
                        filter.order() == AlertFilter.Order.WEIGHT ? "severity = :severity" : SEVERITY_ALONG,
                        "severity",
                        ordinal(filter.severity()))
                .and(
                        "level = :level",
                        "level",
                        filter.level() == null ? null : filter.level().ordinal() + 1)
                .and("tenant_id = :tenant", "tenant", filter.tenantId());
        String order = switch (filter.order()) {
            case WEIGHT -> {
                byWeight(where, after);
                yield "severity DESC, level DESC, opened_ms, alert_id";
            }
            case NEWEST -> {
                byAge(where, "<", after);
                yield "opened_ms DESC, alert_id DESC";
            }
            case OLDEST -> {
                byAge(where, ">", after);
                yield "opened_ms, alert_id";
            }
        };
        List<AlertEvent> alerts = where.list(
                handle, "SELECT record FROM alert", order, paging.fetch(), (row, context) -> event(row.getString(1)));
        return Page.of(alerts, paging, filter, AlertRows::cursor);
    }

    private static @Nullable Integer ordinal(@Nullable Severity severity) {
        return severity == null ? null : severity.ordinal();
    }

    private static Cursor cursor(AlertEvent alert) {
        return Cursor.of(
                alert.severity().ordinal(),
                alert.level().ordinal() + 1,
                alert.openedAt().toEpochMilli(),
                alert.alertId());
    }

    private static void byWeight(Where where, @Nullable Cursor after) {
        if (after != null) {
            where.and("severity <= :lastSeverity", "lastSeverity", after.number(0))
                    .and(
                            "(severity < :lastSeverity OR level < :lastLevel"
                                    + " OR (level = :lastLevel AND (opened_ms, alert_id) > (:lastOpened, :lastId)))",
                            "lastLevel",
                            after.number(1))
                    .bind("lastOpened", after.number(2))
                    .bind("lastId", after.string(3));
        }
    }

    private static void byAge(Where where, String comparison, @Nullable Cursor after) {
        if (after != null) {
            where.and("(opened_ms, alert_id) " + comparison + " (:lastOpened, :lastId)", "lastOpened", after.number(2))
                    .bind("lastId", after.string(3));
        }
    }

    /** The present state; for a closed alert its last transition. */
    public static Optional<AlertEvent> one(Handle handle, String alertId) {
        return open(handle, alertId)
                .or(() -> handle.createQuery(
                                "SELECT record FROM transition WHERE alert_id = :id ORDER BY episode DESC, sequence"
                                        + " DESC LIMIT 1")
                        .bind("id", alertId)
                        .map((row, context) -> event(row.getString(1)))
                        .findOne());
    }

    public static Optional<AlertEvent> open(Handle handle, String alertId) {
        return handle.createQuery("SELECT record FROM alert WHERE alert_id = :id")
                .bind("id", alertId)
                .map((row, context) -> event(row.getString(1)))
                .findOne();
    }

    /** @param key of the record, such as {@code _system|feed-stalled|feed} */
    public static boolean isOpen(Handle handle, String key) {
        return handle.createQuery("SELECT 1 FROM alert WHERE record_key = :key")
                .bind("key", key)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** The open alerts of one tenant, most severe first. */
    public static List<AlertEvent> openOf(Handle handle, String tenantId) {
        return new Where()
                .and("tenant_id = :tenant", "tenant", tenantId)
                .list(
                        handle,
                        "SELECT record FROM alert",
                        "severity DESC, level DESC, opened_ms, alert_id",
                        MOST_OF_A_TENANT,
                        (row, context) -> event(row.getString(1)));
    }

    public record Count(String rule, Severity severity, long alerts) {}

    /** The number of open alerts by rule and severity; most severe first. */
    public static List<Count> counts(Handle handle) {
        return handle.createQuery("SELECT rule, severity, count(*) FROM alert"
                        + " GROUP BY severity, rule ORDER BY severity DESC, count(*) DESC, rule")
                .map((row, context) -> new Count(row.getString(1), Severity.values()[row.getInt(2)], row.getLong(3)))
                .list();
    }

    static AlertEvent event(String json) {
        return Stored.record(JsonCodec.ALERT, json);
    }
}
