package io.licensewatch.streams.topology;

import io.licensewatch.runtime.settings.CommonSettings;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.schemas.topic.TopicSpec;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.streams.settings.StreamSettings;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;

/** Kafka Streams' own configuration. */
public final class StreamProperties {
    private static final long BUFFER_BYTES = 32L << 20;

    private static final int HEARTBEATS_PER_SESSION = 5;

    private StreamProperties() {}

    @SuppressWarnings("deprecation") // the switch for global processors goes with Kafka 5, where it is always on
    public static Properties of(Settings settings) {
        Properties properties = new Properties();
        properties.putAll(CommonSettings.kafkaProperties(settings));
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.get(StreamSettings.APPLICATION_ID));
        properties.put(
                StreamsConfig.STATE_DIR_CONFIG,
                settings.get(StreamSettings.STATE_DIR).toString());
        // A changelog forgets deletes after a day (delete.retention.ms): an older state would bring deleted rows back.
        properties.put(
                StreamsConfig.STATE_CLEANUP_DIR_MAX_AGE_MS_CONFIG,
                Duration.ofHours(12).toMillis());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.get(StreamSettings.THREADS));
        properties.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                settings.get(StreamSettings.COMMIT_INTERVAL).toMillis());
        properties.put(
                StreamsConfig.MAX_TASK_IDLE_MS_CONFIG,
                settings.get(StreamSettings.TASK_IDLE).toMillis());
        // Our stores are caches themselves.
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.get(StreamSettings.STANDBY_REPLICAS));
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.get(CommonSettings.TOPICS_REPLICATION_FACTOR));
        properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        properties.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        properties.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, RecordTime.class);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
        properties.put(StreamsConfig.topicPrefix(TopicSpec.AHEAD), TopicSpec.ANY);
        // After kill -9 the tasks move on after this; the default of 45 s is long for an alert.
        int session = millis(settings.get(StreamSettings.SESSION_TIMEOUT));
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), session);
        properties.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
                session / HEARTBEATS_PER_SESSION);
        settings.get(StreamSettings.INSTANCE_ID)
                .ifPresent(id ->
                        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), id));
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 100);
        // A truncate of a large table may take more than Kafka Streams' 10 s, and would be repeated for ever.
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                millis(settings.get(StreamSettings.TRANSACTION_TIMEOUT)));
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 20);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        largeRecords(CommonSettings.topics(settings), properties);
        return properties;
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }

    /** What is read may have to be written: as a row to a store's log, to another task, as a dead letter. */
    private static void largeRecords(Topics topics, Properties properties) {
        int bytes = topics.maxBatchBytes();
        properties.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), bytes);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), bytes);
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), Math.max(BUFFER_BYTES, 2L * bytes));
    }
}
