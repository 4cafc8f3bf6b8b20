package io.licensewatch.streams.replay;

import io.licensewatch.runtime.settings.CommonSettings;
import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.runtime.topics.KafkaUnavailableException;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.topic.TopicSpec;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.streams.metrics.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The source topics of a live cluster, read by one consumer that is in no group and sees what was committed. It needs the right to
 * READ them and nothing else: it cannot write, and leaves no trace.
 */
final class ClusterHistory implements History {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);
    /** Of each partition; a larger record is fetched all the same. */
    private static final int FETCH_BYTES = 128 << 10;
    /** The end of a topic may hold transaction markers only. */
    private static final long NEAR_THE_END = 1_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ClusterId cluster;
    private final String address;
    private final Topics topics;
    private final Instant readAt;
    private final TopicPartition frontiers;
    private final List<TopicPartition> rows;
    private final long begin;
    private final long end;
    private final Optional<Frontier> first;
    private final Optional<Frontier> last;
    private long size;

    private ClusterHistory(KafkaConsumer<byte[], byte[]> consumer, ClusterId cluster, String address, Topics topics) {
        this.consumer = consumer;
        this.cluster = cluster;
        this.address = address;
        this.topics = topics;
        this.readAt = Instant.ofEpochMilli(WallClock.SYSTEM.millis());
        this.frontiers = new TopicPartition(topics.frontier(), 0);
        this.rows = partitions();
        Set<TopicPartition> only = Set.of(frontiers);
        this.begin = consumer.beginningOffsets(only).getOrDefault(frontiers, 0L);
        // Before the ends of the tables' topics: so these hold all that the last frontier covers.
        this.end = consumer.endOffsets(only).getOrDefault(frontiers, 0L);
        this.first = found(begin, end, true).map(Found::frontier);
        this.last = lastBefore(end).map(Found::frontier);
    }

    /** @throws KafkaUnavailableException when Kafka does not answer, or has no such topics */
    static ClusterHistory connect(Settings settings) {
        Topics topics = CommonSettings.topics(settings);
        Map<String, Object> config = new HashMap<>(CommonSettings.kafkaProperties(settings));
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // What is removed while it is read must not be passed over.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER_WITHIN.toMillis());
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES << 6);
        String address = String.valueOf(config.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG));
        ClusterId cluster = new ClusterId();
        KafkaConsumer<byte[], byte[]> consumer = consumer(config, cluster, address);
        try {
            return new ClusterHistory(consumer, cluster, address, topics);
        } catch (TimeoutException e) {
            consumer.close(CloseOptions.timeout(CLOSE_WITHIN));
            throw new KafkaUnavailableException(
                    "Kafka at " + address + " did not answer within " + ANSWER_WITHIN.toSeconds() + " s", e);
        } catch (RuntimeException e) {
            consumer.close(CloseOptions.timeout(CLOSE_WITHIN));
            throw e;
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(
            Map<String, Object> config, ClusterId cluster, String address) {
        try {
            return new KafkaConsumer<>(config, cluster, cluster);
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause(); // the outer one only says that it failed
            throw new KafkaUnavailableException("cannot connect to Kafka at " + address + ": " + cause.getMessage(), e);
        }
    }

    private List<TopicPartition> partitions() {
        List<TopicPartition> found = new ArrayList<>();
        for (TopicSpec topic : topics.sourceTopics()) {
            if (topic.name().equals(topics.checkpoint()) || topic.name().equals(topics.snapshot())) {
                continue; // nothing of them is replayed
            }
            List<PartitionInfo> partitions = consumer.partitionsFor(topic.name());
            if (partitions == null || partitions.isEmpty()) {
                throw new KafkaUnavailableException("Kafka at " + address + " has no topic " + topic.name()
                        + ": check licensewatch.topics.prefix, and that cdc has run there");
            }
            if (partitions.size() != topic.partitions()) {
                throw new ConfigurationException("topic " + topic.name() + " has " + partitions.size()
                        + " partitions, not " + topic.partitions()
                        + ": set licensewatch.topics.partitions as for cdc and stream-app");
            }
            if (!topic.name().equals(topics.frontier())) {
                partitions.forEach(one -> found.add(new TopicPartition(one.topic(), one.partition())));
            }
        }
        return found;
    }

    private record Found(long offset, Frontier frontier) {}

    /** The last one at an offset before that. */
    private Optional<Found> lastBefore(long limit) {
        for (long back = NEAR_THE_END; ; back *= 8) {
            long from = Math.max(begin, limit - back);
            Optional<Found> found = found(from, limit, false);
            if (found.isPresent() || from == begin) {
                return found;
            }
        }
    }

    /** The first or the last that is a frontier, from an offset to before another. */
    private Optional<Found> found(long from, long limit, boolean theFirst) {
        consumer.assign(Set.of(frontiers));
        consumer.seek(frontiers, from);
        PartitionReader reader = new PartitionReader(consumer, Map.of(frontiers, limit));
        Lane lane = reader.lane(frontiers);
        Optional<Found> found = Optional.empty();
        for (SourceRecord record = lane.next(); record != null; record = lane.next()) {
            long offset = record.offset();
            Optional<Found> one = decoded(record.value()).map(frontier -> new Found(offset, frontier));
            found = one.isPresent() ? one : found;
            if (theFirst && found.isPresent()) {
                return found;
            }
        }
        return found;
    }

    private static Optional<Frontier> decoded(byte @Nullable [] value) {
        try {
            return value == null ? Optional.empty() : Optional.of(JsonCodec.FRONTIER.decode(value));
        } catch (MalformedRecordException e) {
            return Optional.empty();
        }
    }

    @Override
    public Lanes lanes(Instant from) {
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(rows));
        Map<TopicPartition, Long> begins = new HashMap<>(consumer.beginningOffsets(rows));
        size = rows.stream()
                .mapToLong(one -> ends.getOrDefault(one, 0L) - begins.getOrDefault(one, 0L))
                .sum();
        ends.put(frontiers, end);
        long offset = offset(from);
        // With the one before, what follows it can be seen to be late; and a copy reaches as far back as its range.
        begins.put(frontiers, lastBefore(offset).map(Found::offset).orElse(offset));
        consumer.assign(ends.keySet());
        begins.forEach(consumer::seek);
        PartitionReader reader = new PartitionReader(consumer, ends);
        return new Lanes(reader.lane(frontiers), rows.stream().map(reader::lane).collect(Collectors.toList()));
    }

    /** cdc stamps a frontier with its source time; a broker that stamps records itself does it later. */
    private long offset(Instant from) {
        OffsetAndTimestamp found =
                consumer.offsetsForTimes(Map.of(frontiers, from.toEpochMilli())).get(frontiers);
        return found == null ? begin : Math.max(begin, found.offset());
    }

    @Override
    public String place() {
        return "the topics " + topics.prefix() + ".* of Kafka at " + address;
    }

    @Override
    public String cluster() {
        return cluster.value();
    }

    @Override
    public Instant readAt() {
        return readAt;
    }

    @Override
    public Topics topics() {
        return topics;
    }

    @Override
    public Optional<Frontier> first() {
        return first;
    }

    @Override
    public Optional<Frontier> last() {
        return last;
    }

    @Override
    public boolean whole() {
        return begin == 0;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE_WITHIN));
    }

    static SourceRecord record(ConsumerRecord<byte[], byte[]> read) {
        List<SourceRecord.Header> headers = new ArrayList<>();
        read.headers().forEach(header -> headers.add(new SourceRecord.Header(header.key(), header.value())));
        return new SourceRecord(
                read.topic(), read.partition(), read.offset(), read.timestamp(), read.key(), read.value(), headers);
    }
}
