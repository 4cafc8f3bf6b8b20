package io.licensewatch.local.deployment;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Kafka's own clients under the name of a user of the page. */
record PlainClient(SecuredKafka kafka, String user) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A record that keeps no contract: whether it may be written is the question. */
    void send(String topic) throws ExecutionException, InterruptedException {
        send(topic, "key", "{}");
    }

    void send(String topic, String key, String value) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(kafka.client(user), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        }
    }

    /** As whoever writes transactions begins: the producer of that name that runs is fenced. */
    void take(String transactionalId) {
        Map<String, Object> properties = new HashMap<>(kafka.client(user));
        properties.put("transactional.id", transactionalId);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
        }
    }

    /** All that a topic holds, in no group. */
    void read(String topic) {
        try (KafkaConsumer<String, String> consumer = consumer(Map.of())) {
            consumer.assign(partitionsOf(consumer, topic));
            consumer.seekToBeginning(consumer.assignment());
            readAll(consumer);
        }
    }

    /** In a group, which notes how far it came; returns how many records there were. */
    int consume(String topic, String group) {
        try (KafkaConsumer<String, String> consumer = consumer(Map.of("group.id", group))) {
            consumer.subscribe(List.of(topic));
            int records = readAll(consumer);
            consumer.commitSync(); // asks the group even where nothing was read
            return records;
        }
    }

    long end(String topic) {
        try (KafkaConsumer<String, String> consumer = consumer(Map.of())) {
            return consumer.endOffsets(partitionsOf(consumer, topic)).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private KafkaConsumer<String, String> consumer(Map<String, Object> further) {
        Map<String, Object> properties = new HashMap<>(kafka.client(user));
        properties.put("auto.offset.reset", "earliest");
        properties.put("isolation.level", "read_committed");
        properties.put("enable.auto.commit", false);
        properties.put("allow.auto.create.topics", false);
        properties.put("fetch.max.wait.ms", 10); // of an empty partition that is how long the answer takes
        properties.putAll(further);
        return new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
    }

    private static List<TopicPartition> partitionsOf(KafkaConsumer<String, String> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    /** To the end of what is there, each partition at least once: one that is empty is asked for all the same. */
    private static int readAll(KafkaConsumer<String, String> consumer) {
        Set<TopicPartition> ended = new HashSet<>();
        AtomicInteger read = new AtomicInteger();
        await().atMost(PATIENCE).until(() -> {
            ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(100));
            read.addAndGet(records.count());
            Collection<TopicPartition> all = consumer.assignment();
            for (TopicPartition partition : all) {
                if (consumer.currentLag(partition).orElse(1) == 0) {
                    ended.add(partition); // known from an answer to a fetch
                }
            }
            return records.isEmpty() && !all.isEmpty() && ended.containsAll(all);
        });
        return read.get();
    }

    /** Whether the broker said no. */
    static boolean isRefusal(@Nullable Throwable e) {
        return e != null && (e instanceof AuthorizationException || isRefusal(e.getCause()));
    }
}
