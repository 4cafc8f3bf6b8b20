package io.licensewatch.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.worker.ledger.HistoryEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class PublisherTest {
    private static final ConsumerGroupMetadata GROUP = new MockConsumer<byte[], byte[]>("earliest").groupMetadata();
    private static final Map<TopicPartition, OffsetAndMetadata> OFFSETS =
            Map.of(new TopicPartition(Topics.COMMANDS, 2), new OffsetAndMetadata(11, "outbox=1"));

    private final Deque<MockProducer<byte[], byte[]>> made = new ArrayDeque<>();

    private final LoopClients clients = new LoopClients() {
        @Override
        public Consumer<byte[], byte[]> consumer() {
            return new MockConsumer<>("earliest");
        }

        @Override
        public Producer<byte[], byte[]> producer() {
            made.push(new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()));
            return made.peek();
        }

        @Override
        public long lastPublished(int partition) {
            return 0;
        }
    };

    private final Publisher publisher = new Publisher(clients);

    private void publish() {
        publisher.publish(
                List.of(ResultRecord.of(2, new HistoryEntry(1, Samples.result("c", "tenant")))), OFFSETS, GROUP);
    }

    @Test
    void results_and_offsets_are_one_transaction() {
        publisher.open();
        publish();
        MockProducer<byte[], byte[]> producer = made.element();
        assertThat(producer.history()).singleElement().satisfies(record -> {
            assertThat(record.partition()).isEqualTo(2);
            assertThat(ResultRecord.seq(record.headers())).hasValue(1);
            assertThat(record.headers().lastHeader("ce_id")).isNotNull();
        });
        assertThat(producer.commitCount()).isEqualTo(1);
        assertThat(producer.consumerGroupOffsetsHistory())
                .singleElement()
                .satisfies(group -> assertThat(group.values()).containsExactly(OFFSETS));
    }

    @Test
    void a_producer_that_failed_is_not_used_again() {
        publisher.open();
        made.element().fenceProducer();
        assertThatThrownBy(this::publish).isInstanceOf(ProducerFencedException.class);
        assertThat(made.element().history()).isEmpty();

        publisher.close();
        publisher.open();
        publish();
        assertThat(made).hasSize(2);
        assertThat(made.element().commitCount()).isEqualTo(1);
    }

    @Test
    void a_rejected_offset_aborts_the_results_too() {
        publisher.open();
        made.element().sendOffsetsToTransactionException = new KafkaException("another generation");
        assertThatThrownBy(this::publish).isInstanceOf(KafkaException.class);
        assertThat(made.element().history()).isEmpty();
    }
}
