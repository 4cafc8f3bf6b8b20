package io.licensewatch.streams.replay;

import io.licensewatch.schemas.source.Frontier;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The progress of a replay: a line every few seconds. */
final class Progress {
    private static final long EVERY_NANOS = Duration.ofSeconds(5).toNanos();

    /** Before, its pace is unknown. */
    private static final long SURE_NANOS = Duration.ofSeconds(15).toNanos();

    private final PrintWriter out;
    private final Range range;
    private final long size;
    private final long began = System.nanoTime();
    private long firstFrontierAt;
    private long saidAt = began;
    private long rows;
    private long before;
    private long frontiers;
    private @Nullable Instant reached;

    /** @param size about how many rows there are */
    Progress(PrintWriter out, Range range, long size) {
        this.out = out;
        this.range = range;
        this.size = size;
    }

    void took(List<Step> steps) {
        steps.forEach(step -> count(step.frontier()));
        long now = System.nanoTime();
        if (now - saidAt >= EVERY_NANOS) {
            saidAt = now;
            out.println(line(now));
            out.flush();
        }
    }

    private void count(@Nullable Frontier frontier) {
        if (frontier == null) {
            rows++;
            return;
        }
        if (reached == null) {
            firstFrontierAt = System.nanoTime();
        }
        reached = frontier.sourceTime();
        if (reached.isBefore(range.from())) {
            before++;
        } else {
            frontiers++;
        }
    }

    private String line(long now) {
        if (reached == null) {
            return String.format(Locale.ROOT, "replay: %,d of about %,d rows before the first frontier", rows, size);
        }
        double done = share(range.begin(), reached) / share(range.begin(), range.until());
        long spent = now - firstFrontierAt;
        String left = spent < SURE_NANOS ? "" : ", " + words((long) (spent * (1 - done) / done)) + " left";
        return String.format(Locale.ROOT, "replay: at %s, %.0f %%%s", reached, 100 * done, left);
    }

    private static double share(Instant from, Instant to) {
        return Math.max(1, Duration.between(from, to).toMillis());
    }

    private static String words(long nanos) {
        long seconds = Math.max(1, Duration.ofNanos(nanos).toSeconds());
        return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
    }

    long rows() {
        return rows;
    }

    /** Within the range. */
    long frontiers() {
        return frontiers;
    }

    /** Evaluated before the range. */
    long before() {
        return before;
    }

    Duration took() {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
