package io.licensewatch.console.read;

import io.licensewatch.console.read.HealthRows.ScorePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The score over an interval. It is published once a minute, so the value at the beginning was published just before. */
public final class ScoreCurve {
    private static final Duration HELD_FOR = Duration.ofMinutes(3);

    private ScoreCurve() {}

    /** Oldest first; empty if the interval has no data. */
    public static List<ScorePoint> of(Handle handle, Instant from, Instant until) {
        List<ScorePoint> points = new ArrayList<>(handle.createQuery("""
                        SELECT score, live_tenants, open_alerts FROM score_point WHERE minute_ms < :from AND minute_ms >= :before
                        ORDER BY minute_ms DESC LIMIT 1""")
                .bind("from", from.toEpochMilli())
                .bind("before", from.minus(HELD_FOR).toEpochMilli())
                .map((row, context) -> new ScorePoint(from, row.getInt(1), row.getLong(2), row.getLong(3)))
                .list());
        points.addAll(HealthRows.scores(handle, from, until));
        return points;
    }
}
