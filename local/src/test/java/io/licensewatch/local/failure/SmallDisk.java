package io.licensewatch.local.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.licensewatch.local.Testbed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** In place of the bed's broker, one with the same directory and port on a disk that is nearly full, and somebody who fills it. */
final class SmallDisk implements AutoCloseable {
    private static final String SOMEBODY_ELSES = "somebody.elses";
    private static final long INDEX_BYTES = 10 << 20; // Kafka makes those of its own log that large at once
    private static final long ROOM_BYTES = 1 << 20;
    private static final int RECORD_BYTES = 500_000;

    private final Testbed bed;
    private final AppProcess broker;

    private SmallDisk(Testbed bed, AppProcess broker) {
        this.bed = bed;
        this.broker = broker;
    }

    static SmallDisk inPlaceOfTheBroker(Testbed bed, Path log)
            throws IOException, InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bed.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(SOMEBODY_ELSES, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
        bed.stopKafka();
        long largest = Math.max(largestLog(bed.kafkaDirectory()), INDEX_BYTES);
        return new SmallDisk(
                bed, AppProcess.startBroker(bed.kafkaDirectory(), bed.kafkaPort(), largest + ROOM_BYTES, log));
    }

    private static long largestLog(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .mapToLong(file -> file.toFile().length())
                    .max()
                    .orElseThrow();
        }
    }

    /** Returns when the broker has ended for want of room. */
    @SuppressWarnings("FutureReturnValueIgnored") // that none can be written any more is what is wanted
    void fill(Random random) {
        byte[] value = new byte[RECORD_BYTES];
        random.nextBytes(value);
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bed.bootstrapServers(),
                "max.block.ms",
                1_000,
                "delivery.timeout.ms",
                2_000,
                "request.timeout.ms",
                1_000,
                "linger.ms",
                0);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            await("the broker's disk is full").atMost(Testbed.PATIENCE).until(() -> {
                producer.send(new ProducerRecord<>(SOMEBODY_ELSES, value));
                return !broker.isAlive();
            });
        }
        assertThat(broker.hasSaid("File too large")).as("it ended for that").isTrue();
    }

    /** There is room again, and the bed's broker goes on with what is there. */
    @Override
    public void close() {
        broker.close();
        bed.startKafka();
    }
}
