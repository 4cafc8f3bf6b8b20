package io.licensewatch.streams.replay;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** One partition, read from its beginning to where it ended when the replay began. */
interface Lane {
    TopicPartition partition();

    /** The next record; null after the last. */
    @Nullable
    SourceRecord next();
}
