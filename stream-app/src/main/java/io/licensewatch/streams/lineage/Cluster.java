package io.licensewatch.streams.lineage;

import io.licensewatch.runtime.topics.KafkaUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;

/** Which cluster this is, and which topics. */
public final class Cluster implements AutoCloseable {
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

    private final Admin admin;

    private Cluster(Admin admin) {
        this.admin = admin;
    }

    /** @param kafka how to reach Kafka, in the terms of its clients */
    public static Cluster connect(Map<String, Object> kafka) {
        return new Cluster(Admin.create(kafka));
    }

    public String id() {
        return answer(admin.describeCluster().clusterId());
    }

    Map<String, String> ids(Set<String> topics) {
        Map<String, String> ids = new HashMap<>();
        answer(admin.describeTopics(topics).allTopicNames())
                .forEach((name, topic) -> ids.put(name, topic.topicId().toString()));
        return ids;
    }

    private static <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw new KafkaUnavailableException("Kafka does not say which topics it has: " + e.getCause(), e);
        }
    }

    @Override
    public void close() {
        admin.close(CLOSE_WITHIN);
    }
}
