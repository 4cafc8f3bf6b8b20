package io.licensewatch.console.web;

import io.licensewatch.console.feed.FeedStatus;
import io.licensewatch.console.read.Backfill;
import io.licensewatch.console.read.Freshness;
import io.licensewatch.runtime.progress.Pace;
import io.licensewatch.runtime.progress.Portion;
import io.licensewatch.schemas.source.SnapshotReport;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The freshness of the data, shown on every page.
 *
 * @param tone {@code good}, {@code waits} while data is incomplete, {@code bad} if the data is not current
 * @param feed the last frontier of the change stream; null before the first
 */
public record Banner(String tone, String text, TenantStatus.@Nullable AsOf feed) {
    /** The default until the threshold of feed-stalled is known; a frontier arrives every second, even without changes. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    /** The health record arrives once a minute while detection runs. */
    private static final Duration DETECTION_SILENCE = Duration.ofMinutes(3);

    private static final long FAR_BEHIND = 1_000;

    /**
     * @param silence after which the alert feed-stalled opens, as stream-app publishes it; null if unknown
     * @param stalled whether that alert is open
     */
    static Banner of(FeedStatus status, Freshness freshness, @Nullable Duration silence, boolean stalled, Instant now) {
        TenantStatus.AsOf feed = freshness.feed();
        return switch (status.phase()) {
            case WAITING ->
                new Banner("bad", "Waiting for the topics" + trouble(status) + ". The shown data may be old.", feed);
            case BUILDING ->
                new Banner(
                        "waits",
                        "Building, " + Words.number(status.read()) + " of " + Words.number(status.toBuild())
                                + " records read" + trouble(status) + ". The shown data is incomplete.",
                        feed);
            case LIVE -> live(status, freshness, silence == null ? SILENCE : silence, stalled, now);
        };
    }

    private static Banner live(FeedStatus status, Freshness freshness, Duration silence, boolean stalled, Instant now) {
        TenantStatus.AsOf feed = freshness.feed();
        if (!status.isCurrent(now)) {
            Instant answered = status.answeredAt();
            String since = answered == null ? "" : " for " + Words.span(Duration.between(answered, now));
            return new Banner(
                    "bad", "Not up to date with Kafka" + since + trouble(status) + ". The shown data is older.", feed);
        }
        Backfill backfill = freshness.backfill();
        if (backfill != null && !backfill.snapshot().complete()) {
            return reading(backfill.snapshot(), freshness, silence, stalled, now);
        }
        if (feed == null) {
            return new Banner("waits", "The change stream has not reported a frontier yet.", null);
        }
        Duration age = Duration.between(feed.sourceTime(), now);
        if (stalled || age.compareTo(silence) > 0) {
            return new Banner(
                    "bad",
                    "The feed has stalled: nothing from the source for " + Words.span(age)
                            + ". Changes since then are not shown.",
                    feed);
        }
        TenantStatus.AsOf detection = freshness.asOf();
        if (detection == null) {
            return new Banner("waits", firstEvaluation(backfill), feed);
        }
        Duration undetected = Duration.between(detection.sourceTime(), feed.sourceTime());
        if (undetected.compareTo(DETECTION_SILENCE) > 0 && status.behind() <= FAR_BEHIND) {
            return new Banner(
                    "bad",
                    "Detection has made no progress for " + Words.span(undetected)
                            + ": stream-app does not run, is behind, or waits for a snapshot. Alerts are as old.",
                    feed);
        }
        if (status.behind() > FAR_BEHIND) {
            return new Banner(
                    "waits", "Catching up, " + Words.number(status.behind()) + " records behind the topics.", feed);
        }
        return new Banner("good", "", feed);
    }

    /** A snapshot is not complete: there are no newer frontiers, and nothing is evaluated. */
    private static Banner reading(
            SnapshotReport snapshot, Freshness freshness, Duration silence, boolean stalled, Instant now) {
        Long expected = snapshot.expectedRows();
        String rows = new Portion(snapshot.rows(), expected == null ? Portion.UNKNOWN : expected).text(" rows");
        Long left = snapshot.secondsLeft();
        String before = freshness.asOf() == null ? "" : " The shown data is older.";
        Duration age = Duration.between(snapshot.at(), now);
        if (age.compareTo(silence) > 0) {
            return new Banner(
                    "bad",
                    "Reading the source has made no progress for " + Words.span(age) + ": " + rows + "." + before,
                    freshness.feed());
        }
        if (stalled) { // such as a snapshot that starts again and again
            return new Banner(
                    "bad",
                    "Reading the source makes no progress (feed-stalled): " + rows + "." + before,
                    freshness.feed());
        }
        return new Banner(
                "waits",
                "Reading the source: " + rows + (left == null ? "" : ", " + Pace.text(left)) + "." + before,
                freshness.feed());
    }

    private static String firstEvaluation(@Nullable Backfill backfill) {
        long tenants = backfill == null ? 0 : backfill.snapshot().tenants();
        return backfill == null || tenants == 0
                ? "Detection has not yet reported anything."
                : "First evaluation: " + new Portion(backfill.evaluated(), tenants).text(" tenants") + ".";
    }

    private static String trouble(FeedStatus status) {
        return status.trouble() == null ? "" : " (" + status.trouble() + ")";
    }

    public String word() {
        return switch (tone) {
            case "good" -> "Fresh";
            case "bad" -> "Stale";
            default -> "Incomplete";
        };
    }
}
