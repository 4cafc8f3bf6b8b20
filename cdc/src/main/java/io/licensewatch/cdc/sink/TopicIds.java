package io.licensewatch.cdc.sink;

import java.util.Map;

/**
 * The ids of the source topics on the broker. A topic that was deleted and recreated has another id, and lacks the rows that were
 * written to the former one: a checkpoint that counts them is wrong then.
 */
public interface TopicIds {
    /**
     * The ids of the topics that exist, by name.
     *
     * @throws io.licensewatch.runtime.topics.KafkaUnavailableException when Kafka does not answer
     */
    Map<String, String> existing() throws InterruptedException;

    /**
     * Creates missing topics, and returns the ids of all.
     *
     * @throws io.licensewatch.runtime.topics.TopicMismatchException when an existing topic cannot be used
     * @throws io.licensewatch.runtime.topics.KafkaUnavailableException when Kafka does not answer
     */
    Map<String, String> provisioned() throws InterruptedException;
}
