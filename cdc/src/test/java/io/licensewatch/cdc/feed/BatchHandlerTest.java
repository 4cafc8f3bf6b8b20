package io.licensewatch.cdc.feed;

import static io.licensewatch.cdc.debezium.EngineEvents.change;
import static io.licensewatch.cdc.debezium.EngineEvents.role;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.cdc.checkpoint.Checkpoint;
import io.licensewatch.cdc.debezium.EngineEvents;
import io.licensewatch.cdc.debezium.EngineEvents.At;
import io.licensewatch.cdc.sink.KafkaSink;
import io.licensewatch.cdc.source.SourceSchemas;
import io.licensewatch.cdc.translate.BatchTranslator;
import io.licensewatch.cdc.translate.OldRows;
import io.licensewatch.cdc.translate.TableColumns;
import io.licensewatch.schemas.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** What Kafka has not committed, Postgres must not forget. */
class BatchHandlerTest {
    private static final SourceRecord ROW =
            change("c", null, role("r1", "00000000-0000-0000-0000-00000000000a", "admin"), new At(100L, 7, 110, 5_000));
    private static final Checkpoint NOTHING_STREAMED =
            new Checkpoint("slot", "7/app", 1, true, Instant.EPOCH, 0, null, null);
    private static final Checkpoint ROW_WRITTEN = new Checkpoint(
            "slot", "7/app", 1, true, Instant.EPOCH, 0, new Checkpoint.LastEvent("0/64", 7, "0/6E", 1), "0/64");

    private final MockProducer<byte[], byte[]> kafka =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private boolean kafkaAnswers = true;
    /** How often Kafka had committed when the slot heard of something. */
    private final List<Long> heardAfter = new ArrayList<>();

    private final List<SourceRecord> confirmedBy = new ArrayList<>();

    @Test
    void a_batch_is_confirmed_once_kafka_has_committed_it() throws Exception {
        handler(NOTHING_STREAMED).handle(List.of(ROW), this::confirm);

        assertThat(heardAfter).containsExactly(1L);
    }

    @Test
    void a_batch_that_kafka_has_not_committed_is_not_confirmed() {
        kafkaAnswers = false;

        assertThatThrownBy(() -> handler(NOTHING_STREAMED).handle(List.of(ROW), this::confirm))
                .isInstanceOf(InterruptedException.class);
        assertThat(heardAfter).isEmpty();
    }

    @Test
    void a_batch_of_replayed_events_only_is_not_confirmed() throws Exception {
        handler(ROW_WRITTEN).handle(List.of(ROW), this::confirm);

        assertThat(kafka.commitCount()).isZero();
        assertThat(heardAfter).isEmpty();
    }

    @Test
    void a_message_outside_of_a_transaction_confirms_nothing() throws Exception {
        SourceRecord message = EngineEvents.mark("x", new At(120L, At.NO_TRANSACTION, 120, 5_000));

        handler(NOTHING_STREAMED).handle(List.of(message), this::confirm);
        handler(ROW_WRITTEN).handle(List.of(ROW, message), this::confirm);
        assertThat(confirmedBy).isEmpty();

        handler(NOTHING_STREAMED).handle(List.of(ROW, message), this::confirm);
        assertThat(confirmedBy).containsExactly(ROW);
    }

    private BatchHandler handler(Checkpoint start) {
        BatchTranslator translator = new BatchTranslator(
                new Topics("p", 6),
                SourceSchemas.DEFAULT,
                List.of(EngineEvents.ROLES),
                start,
                () -> 100,
                new OldRows(table -> true),
                new TableColumns(table -> true),
                mark -> true);
        KafkaSink sink = new KafkaSink(this::producer, Map::of, "checkpoint");
        return new BatchHandler(translator, sink, batch -> batch, batch -> {});
    }

    private Producer<byte[], byte[]> producer() {
        if (!kafkaAnswers) {
            kafka.commitTransactionException = new TimeoutException("no answer");
            Thread.currentThread().interrupt(); // else it would try for ever
        }
        return kafka;
    }

    private void confirm(SourceRecord record) {
        heardAfter.add(kafka.commitCount());
        confirmedBy.add(record);
    }
}
