package io.licensewatch.runtime.topics;

import io.licensewatch.schemas.topic.TopicSpec;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Reads names, settings and ids of topics from the broker. */
final class TopicInspection {
    private final Admin admin;
    private final String bootstrapServers;

    TopicInspection(Admin admin, String bootstrapServers) {
        this.admin = admin;
        this.bootstrapServers = bootstrapServers;
    }

    /** The existing ones of the topics, by name. */
    Map<String, ExistingTopic> describe(List<TopicSpec> specs) throws InterruptedException {
        List<String> names = specs.stream().map(TopicSpec::name).toList();
        Map<String, Integer> partitions = partitions(names);
        Map<String, ExistingTopic> existing = new HashMap<>();
        configs(partitions.keySet()).forEach((name, config) -> {
            existing.put(name, new ExistingTopic(partitions.getOrDefault(name, 0), config));
        });
        return existing;
    }

    /** By name, for existing topics. */
    Map<String, String> ids(List<String> names) throws InterruptedException {
        return described(names, description -> description.topicId().toString());
    }

    /** By name, for existing topics. */
    Map<String, Integer> partitions(List<String> names) throws InterruptedException {
        return described(names, description -> description.partitions().size());
    }

    /**
     * Returns when the leader of each partition answers. A broker knows a new topic before it leads it: it may then refuse the first request of a
     * producer and take the second, and what was in the first never gets there (KAFKA-15591).
     */
    void awaitLeaders(List<TopicSpec> specs) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> all = new HashMap<>();
        for (TopicSpec spec : specs) {
            for (int partition = 0; partition < spec.partitions(); partition++) {
                all.put(new TopicPartition(spec.name(), partition), OffsetSpec.latest());
            }
        }
        answer(admin.listOffsets(all).all());
    }

    private <T> Map<String, T> described(List<String> names, Function<TopicDescription, T> wanted)
            throws InterruptedException {
        Map<String, T> found = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                admin.describeTopics(names).topicNameValues().entrySet()) {
            unlessUnknown("Describe", topic.getKey(), topic.getValue())
                    .ifPresent(description -> found.put(topic.getKey(), wanted.apply(description)));
        }
        return found;
    }

    private Map<String, Map<String, String>> configs(Collection<String> names) throws InterruptedException {
        Map<String, Map<String, String>> configs = new HashMap<>();
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        for (Map.Entry<ConfigResource, KafkaFuture<Config>> topic :
                admin.describeConfigs(resources).values().entrySet()) {
            unlessUnknown("DescribeConfigs", topic.getKey().name(), topic.getValue())
                    .ifPresent(config -> configs.put(topic.getKey().name(), values(config)));
        }
        return configs;
    }

    private static Map<String, String> values(Config config) {
        return config.entries().stream()
                .filter(entry -> entry.value() != null)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    }

    /**
     * Empty for a topic that does not exist, or that this broker does not know yet.
     *
     * @param right the required ACL: Kafka's message names neither that nor the topic
     */
    private <T> Optional<T> unlessUnknown(String right, String topic, KafkaFuture<T> future)
            throws InterruptedException {
        try {
            return Optional.of(answer(future));
        } catch (UnknownTopicOrPartitionException e) {
            return Optional.empty();
        } catch (TopicAuthorizationException e) {
            throw new TopicAuthorizationException("no right " + right + " on topic " + topic, Set.of(topic));
        }
    }

    /** The result, or Kafka's error, or that Kafka cannot be reached. */
    <T> T answer(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException unknown) {
                throw unknown;
            }
            if (e.getCause() instanceof RetriableException unavailable) {
                throw new KafkaUnavailableException(
                        "Kafka at " + bootstrapServers + " does not answer: " + unavailable.getMessage(), unavailable);
            }
            if (e.getCause() instanceof KafkaException refused) {
                throw refused;
            }
            throw new IllegalStateException("unexpected answer of Kafka at " + bootstrapServers, e.getCause());
        }
    }
}
