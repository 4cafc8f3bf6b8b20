package io.licensewatch.streams.marks;

import io.licensewatch.streams.marks.StoreMark.Home;
import java.util.List;
import java.util.Set;

/**
 * Opens the marks of this process' tasks.
 *
 * @param cluster id of the Kafka cluster
 */
public record MarkBook(String applicationId, String cluster, Inputs inputs) {
    /** As {@link TaskMarks} says. */
    public TaskMarks open(String task, int partition, Set<String> topics, List<StoreMark> stores) {
        return TaskMarks.open(task, partition, topics, stores, new Home(applicationId, cluster), inputs);
    }
}
