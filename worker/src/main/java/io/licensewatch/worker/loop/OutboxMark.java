package io.licensewatch.worker.loop;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far a partition's history is published: the metadata of the committed offset of that partition of the commands. Kafka commits
 * it in the transaction that publishes.
 */
final class OutboxMark {
    private static final Pattern FORM = Pattern.compile("outbox=(\\d{1,18})");

    private OutboxMark() {}

    static String encode(long seq) {
        if (seq < 0) {
            throw new IllegalArgumentException("history is counted from 1, not " + seq);
        }
        return "outbox=" + seq;
    }

    /** Empty where somebody else has set the offset, such as {@code kafka-consumer-groups --reset-offsets}. */
    static OptionalLong decode(@Nullable String metadata) {
        Matcher matcher = FORM.matcher(metadata == null ? "" : metadata);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
