package io.licensewatch.console.feed;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The progress of the read model.
 *
 * @param behind records on the topics that the read model lacks, at the last check
 * @param toBuild number of records on the topics at the start
 * @param answeredAt time of Kafka's last answer; null before the first one
 * @param trouble the error instead of an answer; null if there is none
 */
public record FeedStatus(
        Phase phase,
        long behind,
        long toBuild,
        long read,
        @Nullable Instant answeredAt,
        @Nullable String trouble) {
    /** If Kafka has been silent for this long, the read model counts as stale. */
    public static final Duration SILENCE = Duration.ofSeconds(15);

    public enum Phase {
        /** Topics do not exist yet, or Kafka does not answer. */
        WAITING,
        /** The records that were on the topics at the start are being read; the read model is incomplete. */
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

    /** Whether the read model is up to date with the topics, except for the last moments. */
    public boolean isCurrent(Instant now) {
        Instant answered = answeredAt;
        return phase == Phase.LIVE && answered != null && now.isBefore(answered.plus(SILENCE));
    }
}
