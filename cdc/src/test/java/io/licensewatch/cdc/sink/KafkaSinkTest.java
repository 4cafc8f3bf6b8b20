package io.licensewatch.cdc.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.cdc.checkpoint.Checkpoint;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class KafkaSinkTest {
    private final List<MockProducer<byte[], byte[]>> producers = new ArrayList<>();
    private Consumer<MockProducer<byte[], byte[]>> spoilFirst = producer -> {};
    private Optional<Checkpoint> inKafka = Optional.empty();
    private final KafkaSink sink = new KafkaSink(
            this::producer,
            () -> inKafka.map(checkpoint -> Map.of("slot", checkpoint)).orElse(Map.of()),
            "checkpoint");

    @Test
    void a_batch_and_its_progress_are_one_transaction() throws Exception {
        sink.write(batch(1));

        MockProducer<byte[], byte[]> producer = producers.get(0);
        assertThat(producer.commitCount()).isEqualTo(1);
        assertThat(producer.history()).extracting(ProducerRecord::topic).containsExactly("rows", "checkpoint");
        assertThat(Checkpoint.decode(producer.history().get(1).value())).isEqualTo(batch(1).checkpoint());
    }

    @Test
    void while_kafka_does_not_answer_it_tries_again_with_a_fresh_producer() throws Exception {
        spoilFirst = producer -> producer.commitTransactionException = new TimeoutException("no answer");

        sink.write(batch(1));

        assertThat(producers).hasSize(2);
        assertThat(producers.get(0).closed()).isTrue();
        assertThat(producers.get(1).history()).hasSize(2);
        assertThat(producers.get(1).commitCount()).isEqualTo(1);
    }

    @Test
    void a_commit_that_happened_though_its_answer_was_lost_is_not_done_again() throws Exception {
        spoilFirst = producer -> producer.commitTransactionException = new TimeoutException("no answer");
        inKafka = Optional.of(batch(1).checkpoint());

        sink.write(batch(1));

        assertThat(producers).hasSize(2);
        assertThat(producers.get(1).history()).isEmpty();
    }

    @Test
    void a_fenced_instance_writes_no_more() {
        spoilFirst = producer -> producer.commitTransactionException = new ProducerFencedException("newer instance");

        assertThatThrownBy(() -> sink.write(batch(1))).isInstanceOf(FencedException.class);
        assertThat(producers).hasSize(1);
    }

    @Test
    void what_kafka_will_never_take_is_not_tried_for_ever() {
        spoilFirst = producer -> producer.sendException = new RecordTooLargeException("1 MB and more");

        assertThatThrownBy(() -> sink.write(batch(1)))
                .isInstanceOf(UnwritableException.class)
                .hasMessageContaining("1 MB and more");
    }

    @Test
    void waiting_for_kafka_ends_at_once_when_interrupted() {
        spoilFirst = producer -> {
            producer.commitTransactionException = new TimeoutException("no answer");
            Thread.currentThread().interrupt();
        };

        assertThatThrownBy(() -> sink.write(batch(1))).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    private Producer<byte[], byte[]> producer() {
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        if (producers.isEmpty()) {
            spoilFirst.accept(producer);
        }
        producers.add(producer);
        return producer;
    }

    private static Batch batch(long snapshotRows) {
        Checkpoint checkpoint = new Checkpoint("slot", "7/app", 1, false, Instant.EPOCH, snapshotRows, null, null);
        ProducerRecord<byte[], byte[]> row =
                new ProducerRecord<>("rows", 0, 0L, new byte[0], "row".getBytes(StandardCharsets.UTF_8));
        return new Batch(List.of(row), checkpoint, Map.of("public.roles", 1), 0, null, null);
    }
}
