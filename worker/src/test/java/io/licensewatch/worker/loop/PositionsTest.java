package io.licensewatch.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.schemas.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PositionsTest {
    private static final TopicPartition COMMANDS = new TopicPartition(Topics.COMMANDS, 2);
    private static final TopicPartition ACTIONS = new TopicPartition(Topics.ACTIONS, 2);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final Map<Integer, Long> lastPublished = new HashMap<>();
    private final Positions positions = new Positions();

    private final LoopClients clients = new LoopClients() {
        @Override
        public Consumer<byte[], byte[]> consumer() {
            return consumer;
        }

        @Override
        public Producer<byte[], byte[]> producer() {
            return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public long lastPublished(int partition) {
            return lastPublished.getOrDefault(partition, 0L);
        }
    };

    @BeforeEach
    void assign() {
        consumer.assign(List.of(COMMANDS, ACTIONS));
        consumer.updateBeginningOffsets(Map.of(COMMANDS, 3L, ACTIONS, 0L));
    }

    private void committed(String metadata) {
        consumer.commitSync(
                Map.of(COMMANDS, new OffsetAndMetadata(10, metadata), ACTIONS, new OffsetAndMetadata(20, "")));
    }

    private void load() {
        positions.load(consumer, clients, (partition, published) -> {});
    }

    @Test
    void they_start_at_the_committed_offsets() {
        committed("outbox=42");
        load();
        assertThat(positions.partitions()).containsExactly(2);
        assertThat(positions.published(2)).isEqualTo(42);
        assertThat(consumer.position(COMMANDS)).isEqualTo(10);
        assertThat(consumer.position(ACTIONS)).isEqualTo(20);
    }

    @Test
    void without_an_offset_they_start_at_the_beginning_after_published_results() {
        lastPublished.put(2, 7L);
        load();
        assertThat(consumer.position(COMMANDS)).isEqualTo(3);
        assertThat(positions.published(2)).isEqualTo(7);
    }

    @Test
    void an_offset_set_by_another_tool_does_not_publish_the_history_again() {
        lastPublished.put(2, 41L);
        committed("");
        load();
        assertThat(positions.published(2)).isEqualTo(41);
    }

    @Test
    void committed_offsets_advance_together_with_published_results() {
        committed("outbox=42");
        load();
        assertThat(positions.toCommit(Map.of())).isEmpty();
        assertThat(positions.toCommit(Map.of(2, 45L)))
                .containsExactly(Map.entry(COMMANDS, new OffsetAndMetadata(10, "outbox=45")));

        positions.taken(COMMANDS, new OffsetAndMetadata(11));
        positions.taken(ACTIONS, new OffsetAndMetadata(21));
        assertThat(positions.toCommit(Map.of()))
                .containsOnly(
                        Map.entry(COMMANDS, new OffsetAndMetadata(11, "outbox=42")),
                        Map.entry(ACTIONS, new OffsetAndMetadata(21)));

        positions.committed(Map.of(2, 45L));
        assertThat(positions.haveMoved()).isFalse();
        assertThat(positions.published(2)).isEqualTo(45);
    }

    @Test
    void records_that_were_not_processed_are_read_again() {
        committed("outbox=42");
        load();
        positions.taken(COMMANDS, new OffsetAndMetadata(12));
        consumer.seek(COMMANDS, 17);
        consumer.seek(ACTIONS, 25);
        positions.rewind(consumer, Set.of(COMMANDS, ACTIONS));
        assertThat(consumer.position(COMMANDS)).isEqualTo(12);
        assertThat(consumer.position(ACTIONS)).isEqualTo(20);
    }

    @Test
    void a_history_that_cannot_be_continued_is_an_error() {
        committed("outbox=42");
        assertThatThrownBy(() -> positions.load(consumer, clients, (partition, published) -> {
                    throw new LedgerSetBackException(partition, 41, published);
                }))
                .hasMessageContaining("partition 2: the ledger ends at 41, and 42 is published");
        assertThat(positions.known()).isFalse();
    }

    @Test
    void positions_of_lost_partitions_are_dropped() {
        committed("outbox=42");
        load();
        positions.taken(COMMANDS, new OffsetAndMetadata(12));
        positions.forget();
        assertThat(positions.known()).isFalse();
        assertThat(positions.partitions()).isEmpty();
        assertThat(positions.haveMoved()).isFalse();
    }
}
