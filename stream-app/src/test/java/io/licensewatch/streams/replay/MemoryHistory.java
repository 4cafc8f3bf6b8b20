package io.licensewatch.streams.replay;

import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Topics in memory. */
final class MemoryHistory implements History {
    static final Topics TOPICS = Topics.defaults();

    private final Map<String, List<SourceRecord>> partitions = new TreeMap<>();
    private Instant readAt = Instant.EPOCH;
    private boolean whole = true;

    void add(String topic, int partition, byte @Nullable [] key, byte @Nullable [] value, Instant at) {
        List<SourceRecord> records = partitions.computeIfAbsent(topic + "-" + partition, name -> new ArrayList<>());
        records.add(new SourceRecord(topic, partition, records.size(), at.toEpochMilli(), key, value, List.of()));
        readAt = at;
    }

    void add(Frontier frontier) {
        add(
                TOPICS.frontier(),
                0,
                Frontier.KEY.getBytes(StandardCharsets.UTF_8),
                JsonCodec.FRONTIER.encode(frontier),
                frontier.sourceTime());
    }

    /** What Kafka may have removed: frontiers before that time, and of each row all but the last before it. */
    MemoryHistory compacted(Instant before) {
        MemoryHistory kept = new MemoryHistory();
        kept.readAt = readAt;
        kept.whole = false;
        partitions.forEach((name, records) -> kept.partitions.put(name, compacted(records, before)));
        return kept;
    }

    private static List<SourceRecord> compacted(List<SourceRecord> records, Instant before) {
        Map<String, Long> last = new HashMap<>();
        for (SourceRecord record : records) {
            if (record.timestamp() < before.toEpochMilli()) {
                last.put(key(record), record.offset());
            }
        }
        return records.stream()
                .filter(record -> record.timestamp() >= before.toEpochMilli()
                        || (last.getOrDefault(key(record), -1L) == record.offset()
                                && !record.topic().equals(TOPICS.frontier())))
                .toList();
    }

    private static String key(SourceRecord record) {
        return new String(Objects.requireNonNull(record.key()), StandardCharsets.UTF_8);
    }

    List<Frontier> frontiers() {
        List<Frontier> frontiers = new ArrayList<>();
        for (SourceRecord record : partitions.getOrDefault(TOPICS.frontier() + "-0", List.of())) {
            decoded(record).ifPresent(frontiers::add);
        }
        return frontiers;
    }

    private static Optional<Frontier> decoded(SourceRecord record) {
        try {
            return Optional.of(JsonCodec.FRONTIER.decode(Objects.requireNonNull(record.value())));
        } catch (MalformedRecordException e) {
            return Optional.empty(); // somebody else's
        }
    }

    @Override
    public Lanes lanes(Instant from) {
        List<Lane> rows = new ArrayList<>();
        partitions.forEach((name, records) -> {
            if (!name.startsWith(TOPICS.frontier() + "-")) {
                rows.add(new Read(records));
            }
        });
        return new Lanes(new Read(frontiers(from)), rows);
    }

    /** From the last one before that time on. */
    private List<SourceRecord> frontiers(Instant from) {
        List<SourceRecord> all = partitions.getOrDefault(TOPICS.frontier() + "-0", List.of());
        int first = 0;
        for (int i = 0;
                i < all.size() && Instant.ofEpochMilli(all.get(i).timestamp()).isBefore(from);
                i++) {
            first = decoded(all.get(i)).isPresent() ? i : first;
        }
        return all.subList(first, all.size());
    }

    private static final class Read implements Lane {
        private final List<SourceRecord> records;
        private final Iterator<SourceRecord> left;

        Read(List<SourceRecord> records) {
            this.records = records;
            this.left = records.iterator();
        }

        @Override
        public TopicPartition partition() {
            return new TopicPartition(records.get(0).topic(), records.get(0).partition());
        }

        @Override
        public @Nullable SourceRecord next() {
            return left.hasNext() ? left.next() : null;
        }
    }

    @Override
    public String place() {
        return "memory";
    }

    @Override
    public String cluster() {
        return "none";
    }

    @Override
    public Instant readAt() {
        return readAt;
    }

    @Override
    public Topics topics() {
        return TOPICS;
    }

    @Override
    public Optional<Frontier> first() {
        return frontiers().stream().findFirst();
    }

    @Override
    public Optional<Frontier> last() {
        return frontiers().stream().reduce((one, next) -> next);
    }

    @Override
    public boolean whole() {
        return whole;
    }

    @Override
    public long size() {
        return partitions.values().stream().mapToLong(List::size).sum();
    }

    @Override
    public void close() {}
}
