package io.licensewatch.streams;

import io.licensewatch.runtime.settings.CommonSettings;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.runtime.topics.KafkaUnavailableException;
import io.licensewatch.streams.settings.StreamSettings;
import io.licensewatch.streams.topology.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Deletes all that belongs to one application id: its group's offsets, its internal topics, its local state. */
final class StreamReset implements AutoCloseable {
    private static final Duration GONE_WITHIN = Duration.ofSeconds(60);
    private static final Duration SLACK = Duration.ofSeconds(2);
    private static final long CHECK_EACH_MS = 200;

    private final Admin admin;
    private final String kafka;
    private final String applicationId;
    private final Path stateDirectory;

    private StreamReset(Admin admin, String kafka, String applicationId, Path stateDirectory) {
        this.admin = admin;
        this.kafka = kafka;
        this.applicationId = applicationId;
        this.stateDirectory = stateDirectory;
    }

    static StreamReset connect(Settings settings) {
        String applicationId = settings.get(StreamSettings.APPLICATION_ID);
        return new StreamReset(
                Admin.create(CommonSettings.kafkaProperties(settings)),
                settings.get(CommonSettings.KAFKA_BOOTSTRAP_SERVERS),
                applicationId,
                settings.get(StreamSettings.STATE_DIR).resolve(applicationId));
    }

    /** Hosts on which the application runs. Kafka takes who was killed for a member until its session has ended: that is waited for. */
    List<String> activeOn(Duration session) throws InterruptedException {
        long deadline = System.nanoTime() + session.plus(SLACK).toNanos();
        List<String> hosts = members();
        while (!hosts.isEmpty() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(CHECK_EACH_MS);
            hosts = members();
        }
        return hosts;
    }

    private List<String> members() throws InterruptedException {
        Map<String, ConsumerGroupDescription> groups =
                answer(admin.describeConsumerGroups(List.of(applicationId)).all());
        ConsumerGroupDescription group = groups == null ? null : groups.get(applicationId);
        return group == null
                ? List.of()
                : group.members().stream()
                        .map(MemberDescription::host)
                        .distinct()
                        .toList();
    }

    /** Those that exist. By their full names, not by a prefix: another application's topics may share it. */
    List<String> topics() throws InterruptedException {
        Set<String> existing = answer(admin.listTopics().names());
        return Stream.concat(
                        Stream.of(Names.referenceChangesTopic(applicationId), Names.systemEventsTopic(applicationId)),
                        Names.STORES.stream().map(store -> applicationId + "-" + store + "-changelog"))
                .filter(topic -> existing != null && existing.contains(topic))
                .toList();
    }

    /** Of this machine. */
    Path stateDirectory() {
        return stateDirectory;
    }

    /** A reset that is interrupted leaves a state that stream-app refuses, and has to be repeated. */
    void run(List<String> topics) throws InterruptedException, IOException {
        // First: it fails when an instance was started meanwhile.
        answer(admin.deleteConsumerGroups(List.of(applicationId)).all());
        answer(admin.deleteTopics(topics).all());
        awaitGone();
        if (Files.exists(stateDirectory)) {
            try (Stream<Path> files = Files.walk(stateDirectory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void awaitGone() throws InterruptedException {
        long deadline = System.nanoTime() + GONE_WITHIN.toNanos();
        while (!topics().isEmpty()) {
            if (System.nanoTime() > deadline) {
                List<String> left = topics();
                throw new KafkaUnavailableException(
                        "Kafka at " + kafka + " still has topics that it was asked to delete: " + left,
                        new TimeoutException("after " + GONE_WITHIN));
            }
            TimeUnit.MILLISECONDS.sleep(CHECK_EACH_MS);
        }
    }

    /** Null when what is asked about is not there. */
    private <T> @Nullable T answer(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException
                    || e.getCause() instanceof UnknownTopicOrPartitionException) {
                return null;
            }
            throw new KafkaUnavailableException("Kafka at " + kafka + ": " + e.getCause(), e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }
}
