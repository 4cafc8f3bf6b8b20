package io.licensewatch.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
    private static final TopicPartition NOTES = new TopicPartition("notes", 0);

    @TempDir
    Path directory;

    @Test
    void commits_transactions_and_keeps_them_over_a_restart() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            createNotes(kafka);
            write(kafka, "first");
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            write(kafka, "second");
            assertThat(committed(kafka, 2)).containsExactly("first", "second");
        }
    }

    @Test
    void a_topic_is_not_created_on_first_use() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
                Admin admin = admin(kafka)) {
            assertThat(admin.listTopics().names().get()).isEmpty();
            assertThatThrownBy(() -> admin.describeTopics(Set.of("notes"))
                            .allTopicNames()
                            .get(10, TimeUnit.SECONDS))
                    .hasMessageContaining("does not host this topic-partition");
        }
    }

    @Test
    void a_taken_port_is_named_with_the_way_out() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, Ports.LOOPBACK)) {
            assertThatThrownBy(() -> EmbeddedKafka.start(directory, taken.getLocalPort()))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("taken");
        }
    }

    @Test
    void takes_over_what_a_killed_broker_left() throws Exception {
        KilledProcess broker = KilledProcess.start("kafka", directory);
        try {
            try (EmbeddedKafka kafka = EmbeddedKafka.start(broker.directory(), 0)) {
                write(kafka, "after the kill");
                assertThat(committed(kafka, 2)).containsExactly("before the kill", "after the kill");
            }
        } finally {
            broker.close();
        }
    }

    static void createNotes(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = admin(kafka)) {
            admin.createTopics(List.of(new NewTopic(NOTES.topic(), 1, (short) 1)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    static void write(EmbeddedKafka kafka, String note) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "transactional.id",
                "notes-writer",
                "max.block.ms",
                30_000);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(NOTES.topic(), 0, "key", note));
            producer.commitTransaction();
            assertThat(sent).isDone();
        }
    }

    private static List<String> committed(EmbeddedKafka kafka, int count) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed");
        List<String> notes = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(NOTES));
            consumer.seekToBeginning(List.of(NOTES));
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(r -> notes.add(r.value()));
                return notes.size() >= count;
            });
        }
        return notes;
    }

    private static Admin admin(EmbeddedKafka kafka) {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }
}
