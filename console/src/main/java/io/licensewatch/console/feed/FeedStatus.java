package io.licensewatch.console.feed;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the read model is.
 *
 * @param behind records that the topics hold and the read model lacks, when Kafka was asked last
 * @param toBuild how many the topics held at the start
 * @param answeredAt when Kafka has answered last; null before the first time
 * @param trouble what Kafka says instead of an answer; null while all is well
 */
public record FeedStatus(
        Phase phase,
        long behind,
        long toBuild,
        long read,
        @Nullable Instant answeredAt,
        @Nullable String trouble) {
    /** Kafka that has been silent for so long has nothing to do with what is shown. */
    public static final Duration SILENCE = Duration.ofSeconds(15);

    public enum Phase {
        /** Topics do not exist yet, or Kafka does not answer. */
        WAITING,
        /** What the topics held at the start is being read; what is shown lacks some of it. */
        BUILDING,
        LIVE
    }

    static final FeedStatus START = new FeedStatus(Phase.WAITING, 0, 0, 0, null, null);

    FeedStatus read(long records) {
        return new FeedStatus(phase, behind, toBuild, read + records, answeredAt, trouble);
    }

    FeedStatus building(long records, Instant now) {
        return new FeedStatus(Phase.BUILDING, records, records, 0, now, null);
    }

    FeedStatus live() {
        return new FeedStatus(Phase.LIVE, behind, toBuild, read, answeredAt, trouble);
    }

    FeedStatus behind(long records, Instant now) {
        return new FeedStatus(phase, records, toBuild, read, now, null);
    }

    FeedStatus trouble(String words) {
        return new FeedStatus(phase, behind, toBuild, read, answeredAt, words);
    }

    /** Whether what is shown is what the topics hold, but for the last moments. */
    public boolean isCurrent(Instant now) {
        Instant answered = answeredAt;
        return phase == Phase.LIVE && answered != null && now.isBefore(answered.plus(SILENCE));
    }
}
