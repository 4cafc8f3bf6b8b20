package io.licensewatch.streams.topology;

import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.streams.deadletter.Origin;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;

/** What one kind of task does with its records: it calls the core, forwards what that returns, and counts. {@link TaskDriver} calls it. */
interface TaskProcessor {
    /** The state is empty: reads what an earlier state has published, so that the same episodes continue. */
    void recall();

    /**
     * Takes one record, which is no tombstone.
     *
     * @param workLeft whether there was work left before it
     * @return whether there is now
     */
    boolean take(Record<byte[], byte[]> record, Origin origin, boolean workLeft);

    /**
     * Does a part of the work that is left.
     *
     * @return whether more is left
     */
    boolean step();

    /**
     * Reports how far the task is. It is called at each punctuation, after the step.
     *
     * @param wallMillis by the machine's clock, which paces reports and decides nothing
     */
    void report(long wallMillis, boolean workLeft);

    /** The rows that a frontier waits for. */
    Optional<Frontier.Covered> missing();

    /** Whether it buffers rows that are far ahead of every frontier. */
    boolean keepsFarRows();

    /** Whether it may write without a record to take. */
    default boolean writesUnprompted() {
        return false;
    }

    void stop();
}
