package io.licensewatch.cdc.sink;

import java.util.Map;

/**
 * The source topics as the broker has them. A topic that was deleted and created again has another id, and lacks the rows that
 * were written to the former one: what a progress says of them does not hold any more.
 */
public interface TopicIds {
    /**
     * The ids of the topics that exist, by name.
     *
     * @throws io.licensewatch.runtime.topics.KafkaUnavailableException when Kafka does not answer
     */
    Map<String, String> existing() throws InterruptedException;

    /**
     * The same, after the topics that are missing were created.
     *
     * @throws io.licensewatch.runtime.topics.TopicMismatchException when one that exists cannot be used
     * @throws io.licensewatch.runtime.topics.KafkaUnavailableException when Kafka does not answer
     */
    Map<String, String> provisioned() throws InterruptedException;
}
