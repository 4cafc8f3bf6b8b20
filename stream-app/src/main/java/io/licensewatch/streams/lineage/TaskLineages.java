package io.licensewatch.streams.lineage;

import io.licensewatch.streams.lineage.StoreLineage.Home;
import java.util.List;
import java.util.Set;

/**
 * Opens the lineages of this process' tasks.
 *
 * @param cluster id of the Kafka cluster
 */
public record TaskLineages(String applicationId, String cluster, Inputs inputs) {
    /** As {@link TaskLineage} says. */
    public TaskLineage open(String task, int partition, Set<String> topics, List<StoreLineage> stores) {
        return TaskLineage.open(task, partition, topics, stores, new Home(applicationId, cluster), inputs);
    }
}
