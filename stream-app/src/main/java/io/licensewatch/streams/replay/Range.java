package io.licensewatch.streams.replay;

import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is replayed.
 *
 * @param begin source time from which frontiers are evaluated: so long before that what has to last, and what is counted over
 *     some time, is at {@code from} as it was
 * @param from source time from which alerts are reported
 * @param until source time of the end
 */
record Range(Instant begin, Instant from, Instant until) {
    /**
     * Of a history.
     *
     * @param from null for as early as possible
     * @param until null for its end
     * @param warmUp how long it takes until nothing depends any more on what was before the first frontier
     * @throws ConfigurationException when the history does not reach so far
     */
    static Range of(History history, @Nullable Instant from, @Nullable Instant until, Duration warmUp) {
        Frontier first = history.first()
                .orElseThrow(() -> new ConfigurationException("there is no frontier in " + history.place()
                        + ": cdc has not run there, or not for longer than the topic keeps frontiers"));
        Instant last = history.end().orElse(first.sourceTime());
        // Rows of an earlier time may have been removed by compaction in favour of later ones.
        Instant compacted = history.readAt().minus(Topics.LONGEST_STOP);
        boolean whole = history.whole() && !first.sourceTime().isBefore(compacted);
        Instant oldest = later(first.sourceTime(), compacted);
        Instant earliest = whole ? oldest : oldest.plus(warmUp);
        Instant begins = from == null ? earliest : from;
        Instant ends = until == null || until.isAfter(last) ? last : until;
        if (begins.isBefore(earliest)) {
            throw new ConfigurationException("--from " + begins + " is too early: the earliest possible is "
                    + ceiling(earliest) + ", as " + history.place() + " holds the history since " + oldest
                    + (whole ? "" : ", and the rules need " + words(warmUp) + " before it"));
        }
        if (!begins.isBefore(ends)) {
            throw new ConfigurationException("nothing to replay from " + begins + " until " + ends + ": "
                    + history.place() + " ends at " + last);
        }
        return new Range(later(oldest, begins.minus(warmUp)), begins, ends);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    /** Which can be given again. */
    static Instant ceiling(Instant time) {
        return Instant.ofEpochSecond(time.getEpochSecond() + 1);
    }

    static String words(Duration time) {
        return time.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
