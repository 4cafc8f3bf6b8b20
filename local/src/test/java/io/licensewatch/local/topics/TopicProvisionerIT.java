package io.licensewatch.local.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.embedded.EmbeddedKafka;
import io.licensewatch.runtime.settings.CommonSettings;
import io.licensewatch.runtime.settings.Setting;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.runtime.topics.TopicMismatch;
import io.licensewatch.runtime.topics.TopicMismatchException;
import io.licensewatch.runtime.topics.TopicProvisioner;
import io.licensewatch.schemas.topic.TopicSpec;
import io.licensewatch.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TopicProvisionerIT {
    private static EmbeddedKafka kafka;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        kafka = EmbeddedKafka.start(directory, 0);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void all_topics_are_created_as_specified_and_found_right_the_next_time() throws Exception {
        List<TopicSpec> all = Stream.of(new Topics("first", 3).sourceTopics(), new Topics("first", 3).publicTopics())
                .flatMap(List::stream)
                .toList();
        try (TopicProvisioner provisioner = connect()) {
            provisioner.provision(all);
            provisioner.provision(all);

            assertThat(provisioner.check(all)).isEmpty();
            provisioner.awaitTopics(all, "cdc", Duration.ZERO);
        }
    }

    @Test
    void an_existing_topic_with_other_settings_stops_everything() throws Exception {
        List<TopicSpec> made = List.of(new TopicSpec("odd", 2, Map.of("cleanup.policy", "compact,delete")));
        List<TopicSpec> wanted = List.of(
                new TopicSpec("odd", 4, Map.of("cleanup.policy", "compact")), new TopicSpec("missing", 1, Map.of()));
        try (TopicProvisioner provisioner = connect()) {
            provisioner.provision(made);

            assertThatThrownBy(() -> provisioner.provision(wanted))
                    .isInstanceOf(TopicMismatchException.class)
                    .hasMessageContaining("topic odd has 2 partitions, not 4")
                    .hasMessageContaining("topic odd has cleanup.policy = compact,delete, not compact");
            assertThat(provisioner.check(wanted))
                    .extracting(TopicMismatch::topic)
                    .containsOnly("odd");
            assertThatThrownBy(() -> provisioner.awaitTopics(wanted.subList(1, 2), "cdc", Duration.ofMillis(1)))
                    .as("nothing is created when something is wrong")
                    .isInstanceOf(TimeoutException.class);
        }
    }

    /**
     * A producer with several requests in flight loses records where the leader takes the second and not yet the first (KAFKA-15591). Nothing here
     * is sent a second time, so the first request to each partition has to succeed.
     */
    @Test
    void each_partition_of_a_new_topic_takes_the_first_request() throws Exception {
        List<TopicSpec> many = IntStream.range(0, 30)
                .mapToObj(i -> new TopicSpec("many-" + i, 20, Map.of()))
                .toList();
        Map<String, Object> once =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "retries", 0, "enable.idempotence", false);
        List<Future<RecordMetadata>> answers = new ArrayList<>();
        try (TopicProvisioner provisioner = connect();
                Producer<byte[], byte[]> producer =
                        new KafkaProducer<>(once, new ByteArraySerializer(), new ByteArraySerializer())) {
            provisioner.provision(many);
            for (TopicSpec topic : many) {
                for (int partition = 0; partition < topic.partitions(); partition++) {
                    answers.add(producer.send(new ProducerRecord<>(topic.name(), partition, null, new byte[] {1})));
                }
            }
            for (Future<RecordMetadata> answer : answers) {
                assertThat(answer.get(60, TimeUnit.SECONDS).offset()).isZero();
            }
        }
    }

    @Test
    void topics_of_another_process_are_waited_for() throws Exception {
        List<TopicSpec> topics = new Topics("late", 2).sourceTopics();
        try (TopicProvisioner reader = connect();
                TopicProvisioner writer = connect()) {
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> {
                try {
                    reader.awaitTopics(topics, "cdc", Duration.ofSeconds(60));
                } catch (InterruptedException | TimeoutException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(waiting).isNotDone();

            writer.provision(topics);

            waiting.join();
            assertThat(reader.check(topics)).isEmpty();
        }
    }

    @Test
    void two_processes_may_create_the_same_topics_at_once() throws Exception {
        List<TopicSpec> topics = new Topics("both", 2).sourceTopics();
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> provision(topics));
        provision(topics);
        other.join();
    }

    private static void provision(List<TopicSpec> topics) {
        try (TopicProvisioner provisioner = connect()) {
            provisioner.provision(topics);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TopicProvisioner connect() {
        List<Setting<?>> known = Stream.concat(CommonSettings.kafka().stream(), CommonSettings.topics().stream())
                .toList();
        return TopicProvisioner.connect(
                Settings.of(known, Map.of("licensewatch.kafka.bootstrap-servers", kafka.bootstrapServers())));
    }
}
