package io.licensewatch.worker.loop;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The last published entry of a partition's history: stored in the metadata of the committed offset of that partition of the
 * commands topic. Kafka commits it in the transaction that publishes.
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

    /** Empty if the offset was set by another tool, such as {@code kafka-consumer-groups --reset-offsets}. */
    static OptionalLong decode(@Nullable String metadata) {
        Matcher matcher = FORM.matcher(metadata == null ? "" : metadata);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
