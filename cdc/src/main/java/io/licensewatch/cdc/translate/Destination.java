package io.licensewatch.cdc.translate;

import java.util.Arrays;

/** The topic, partition and key of a row's record. */
@SuppressWarnings("ArrayRecordComponent") // equality is by content, see below
record Destination(String topic, int partition, byte[] key) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Destination that
                && topic.equals(that.topic)
                && partition == that.partition
                && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * topic.hashCode() + partition) + Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
