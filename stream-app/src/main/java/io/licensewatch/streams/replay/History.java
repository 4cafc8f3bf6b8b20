package io.licensewatch.streams.replay;

import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.topic.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the source topics hold, in a cluster or in a saved copy. */
interface History extends AutoCloseable {
    /** For people: where it is read. */
    String place();

    /** Id of the Kafka cluster; empty where Kafka does not say. */
    String cluster();

    /** When it was read, by the machine's clock. */
    Instant readAt();

    Topics topics();

    /** The oldest frontier that is kept; empty where there is none. */
    Optional<Frontier> first();

    /** Nothing that cdc wrote is far beyond it; empty where there is none. */
    Optional<Frontier> last();

    /** Source time until which it can be replayed. */
    default Optional<Instant> end() {
        return last().map(Frontier::sourceTime);
    }

    /** Whether the oldest frontier is the first that there ever was. */
    boolean whole();

    /** Begins to read: all rows, and frontiers from the last one before that source time on, or from an earlier one. */
    Lanes lanes(Instant from);

    /** About how many rows there are, for the progress. */
    long size();

    @Override
    void close();

    /**
     * The partitions.
     *
     * @param rows those of the tables, and of rows without a tenant
     */
    record Lanes(Lane frontiers, List<Lane> rows) {}
}
