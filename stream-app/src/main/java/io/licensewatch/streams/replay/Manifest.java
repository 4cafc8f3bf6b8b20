package io.licensewatch.streams.replay;

import io.licensewatch.schemas.source.Frontier;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What a saved copy holds; it is written last, so that a copy without it is known to be unfinished.
 *
 * @param format of the files
 * @param cluster id of the Kafka cluster
 * @param prefix of the topics
 * @param partitions of the topics that are partitioned by tenant
 * @param whole whether the first frontier is the first that there ever was
 * @param first frontier that is there
 * @param last frontier of the topics
 * @param until source time until which all is there
 */
record Manifest(
        int format,
        String cluster,
        Instant readAt,
        String prefix,
        int partitions,
        int maxRecordBytes,
        boolean whole,
        Frontier first,
        Frontier last,
        Instant until,
        List<Part> files) {
    static final String FILE = "manifest.json";
    static final int FORMAT = 1;

    Manifest {
        Objects.requireNonNull(until, "it does not say until when it is");
        files = List.copyOf(files);
    }

    /**
     * A file with the records of one partition that were read; of the others none were.
     *
     * @param sha256 of the file, in hex
     */
    record Part(String topic, int partition, long records, String sha256) {
        String file() {
            return topic + "-" + partition + ".jsonl.gz";
        }
    }
}
