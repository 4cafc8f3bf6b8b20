package io.licensewatch.local.deployment;

import static org.awaitility.Awaitility.await;

import io.licensewatch.runtime.settings.CommonSettings;
import io.licensewatch.runtime.settings.Setting;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.runtime.topics.TopicProvisioner;
import io.licensewatch.schemas.topic.Topics;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What somebody beside cdc and stream-app does at Kafka, by plain clients under their own name. */
enum KafkaPart {
    /** Reads every alert, in a group of its own. */
    PAGER {
        @Override
        int play(SecuredKafka kafka) {
            try (KafkaConsumer<String, String> consumer = consumer(kafka, Map.of("group.id", "pager"))) {
                consumer.subscribe(List.of(Topics.ALERTS));
                int alerts = readAll(consumer);
                consumer.commitSync(); // asks the group even where nothing was read
                return alerts;
            }
        }
    },
    /** Reads what is public, and writes what people decide. */
    CONSOLE {
        @Override
        int play(SecuredKafka kafka) throws ExecutionException, InterruptedException {
            send(kafka, Topics.ACTIONS);
            try (KafkaConsumer<String, String> consumer = consumer(kafka, Map.of())) {
                consumer.assign(Topics.defaults().publicTopics().stream()
                        .flatMap(topic -> partitionsOf(consumer, topic.name()).stream())
                        .toList());
                consumer.seekToBeginning(consumer.assignment());
                return readAll(consumer);
            }
        }
    },
    /** As the worker does: topics are inspected, records taken in order, results and offsets written in one transaction. */
    WORKER {
        private static final String GROUP = "licensewatch-worker";

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // the commit waits for every record, and fails when one did
        int play(SecuredKafka kafka) throws InterruptedException {
            inspect(kafka, Set.of(Topics.COMMANDS, Topics.ACTIONS, Topics.RESULTS, Topics.DEAD_LETTERS));
            int read;
            Map<String, Object> further =
                    Map.of("group.id", GROUP, "partition.assignment.strategy", RangeAssignor.class.getName());
            try (KafkaConsumer<String, String> consumer = consumer(kafka, further);
                    KafkaProducer<String, String> producer = producer(kafka, GROUP + "-1-0")) {
                consumer.subscribe(List.of(Topics.COMMANDS, Topics.ACTIONS));
                read = readAll(consumer);
                producer.initTransactions();
                producer.beginTransaction();
                Stream.of(Topics.RESULTS, Topics.DEAD_LETTERS)
                        .forEach(topic -> producer.send(new ProducerRecord<>(topic, "key", "{}")));
                producer.sendOffsetsToTransaction(positions(consumer), consumer.groupMetadata());
                producer.commitTransaction();
            }
            // For when the group's offsets are lost: how far the results were published.
            try (KafkaConsumer<String, String> consumer = consumer(kafka, Map.of())) {
                consumer.assign(partitionsOf(consumer, Topics.RESULTS));
                consumer.seekToBeginning(consumer.assignment());
                readAll(consumer);
            }
            return read;
        }
    };

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * All of it, once.
     *
     * @return how many records there were for it
     * @throws KafkaException or with it as its cause, when something is not allowed
     */
    abstract int play(SecuredKafka kafka) throws Exception;

    /** The name in the page, and at the broker. */
    String user() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** A record that keeps no contract: whether it may be written is the question. */
    void send(SecuredKafka kafka, String topic) throws ExecutionException, InterruptedException {
        send(kafka, user(), topic);
    }

    static void send(SecuredKafka kafka, String user, String topic) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(kafka.client(user), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "key", "{}")).get();
        }
    }

    KafkaConsumer<String, String> consumer(SecuredKafka kafka, Map<String, Object> further) {
        Map<String, Object> properties = new HashMap<>(kafka.client(user()));
        properties.put("auto.offset.reset", "earliest");
        properties.put("isolation.level", "read_committed");
        properties.put("enable.auto.commit", false);
        properties.put("allow.auto.create.topics", false);
        properties.putAll(further);
        return new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
    }

    KafkaProducer<String, String> producer(SecuredKafka kafka, String transactionalId) {
        Map<String, Object> properties = new HashMap<>(kafka.client(user()));
        properties.put("transactional.id", transactionalId);
        return new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
    }

    void inspect(SecuredKafka kafka, Set<String> topics) throws InterruptedException {
        List<Setting<?>> known = Stream.concat(CommonSettings.kafka().stream(), CommonSettings.topics().stream())
                .toList();
        try (TopicProvisioner provisioner = TopicProvisioner.connect(Settings.of(known, kafka.settings(user())))) {
            provisioner.provision(Topics.defaults().publicTopics().stream()
                    .filter(topic -> topics.contains(topic.name()))
                    .toList());
        }
    }

    static List<TopicPartition> partitionsOf(KafkaConsumer<String, String> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    /** To the end of what is there, each partition at least once: one that is empty is asked for all the same. */
    static int readAll(KafkaConsumer<String, String> consumer) {
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

    static Map<TopicPartition, OffsetAndMetadata> positions(KafkaConsumer<String, String> consumer) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        consumer.assignment()
                .forEach(partition -> positions.put(partition, new OffsetAndMetadata(consumer.position(partition))));
        return positions;
    }

    static List<String> users() {
        return Arrays.stream(values()).map(KafkaPart::user).toList();
    }
}
