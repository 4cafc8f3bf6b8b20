package io.licensewatch.console.read;

import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.status.SystemHealth;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The score and its curves. */
public final class HealthRows {
    /** The number of points that a plot can show. */
    private static final int MOST_POINTS = 500;

    private static final long MINUTE = TimeUnit.MINUTES.toMillis(1);
    private static final int MOST_DAYS = 1_000;

    private HealthRows() {}

    /** Empty before the first health record. */
    public static Optional<SystemHealth> now(Handle handle) {
        return handle.createQuery("SELECT record FROM health")
                .map((row, context) -> Stored.record(JsonCodec.SYSTEM_HEALTH, row.getString(1)))
                .findOne();
    }

    /**
     * The silence after which feed-stalled opens; empty before the first health record, and in records of earlier releases. Every
     * page reads only this.
     */
    public static Optional<Duration> feedSilence(Handle handle) {
        return handle.createQuery("SELECT json_extract(record, '$.rules.feedSilence') AS silence FROM health"
                        + " WHERE silence IS NOT NULL")
                .mapTo(String.class)
                .findOne()
                .map(Duration::parse);
    }

    /**
     * The score within an interval from {@code at} on: the lowest, so that no dip is lost, and the most open alerts.
     *
     * @param openAlerts of all rules
     */
    public record ScorePoint(Instant at, int score, long liveTenants, long openAlerts) {}

    /** The interval of one point. */
    public static Duration step(Instant from, Instant until) {
        long spans = Duration.between(from, until).toMillis() / MINUTE / MOST_POINTS;
        return Duration.ofMillis((spans + 1) * MINUTE);
    }

    /** In order of time, about {@value #MOST_POINTS} points at most; intervals without data have none. */
    public static List<ScorePoint> scores(Handle handle, Instant from, Instant until) {
        return handle.createQuery("""
            SELECT minute_ms - minute_ms % :span AS at, min(score), max(live_tenants), max(open_alerts)
            FROM score_point WHERE minute_ms >= :from AND minute_ms < :until GROUP BY at ORDER BY at\
            """)
                .bind("span", step(from, until).toMillis())
                .bind("from", from.toEpochMilli())
                .bind("until", until.toEpochMilli())
                .map((row, context) ->
                        new ScorePoint(Stored.instant(row.getLong(1)), row.getInt(2), row.getLong(3), row.getLong(4)))
                .list();
    }

    /** A tenant's seats at the end of a day in UTC. */
    public record SeatPoint(
            LocalDate day, long used, @Nullable Long limit) {}

    /** From a day on, in order; days without data have none. */
    public static List<SeatPoint> seats(Handle handle, String tenantId, LocalDate from) {
        return new Where()
                .and("tenant_id = :tenant", "tenant", tenantId)
                .and("day >= :from", "from", from.toString())
                .list(handle, "SELECT day, used, seats_limit FROM seat_point", "day", MOST_DAYS, (row, context) -> {
                    long limit = row.getLong(3);
                    return new SeatPoint(
                            LocalDate.parse(row.getString(1)), row.getLong(2), row.wasNull() ? null : limit);
                });
    }
}
