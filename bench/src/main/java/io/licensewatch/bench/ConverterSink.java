package io.licensewatch.bench;

import io.licensewatch.cdc.sink.Producers;
import io.licensewatch.schemas.topic.Topics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;

/** What Kafka Connect would do: each record through its JSON converter, without schemas; a transaction per batch. */
final class ConverterSink implements BareEngine.Sink, AutoCloseable {
    private final JsonConverter keys = new JsonConverter();
    private final JsonConverter values = new JsonConverter();
    private final Producer<byte[], byte[]> producer;
    private final String topic;

    ConverterSink(Map<String, Object> kafka, String slot, String topic) {
        keys.configure(Map.of("schemas.enable", false), true);
        values.configure(Map.of("schemas.enable", false), false);
        this.topic = topic;
        this.producer =
                Producers.of(() -> kafka, slot, Topics.DEFAULT_MAX_RECORD_BYTES).get();
        producer.initTransactions();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the commit waits for every record
    public void write(List<SourceRecord> batch) {
        producer.beginTransaction();
        for (SourceRecord record : batch) {
            producer.send(new ProducerRecord<>(
                    topic,
                    null,
                    keys.fromConnectData(topic, record.keySchema(), record.key()),
                    values.fromConnectData(topic, record.valueSchema(), record.value())));
        }
        producer.commitTransaction();
    }

    @Override
    public void close() {
        producer.close();
        keys.close();
        values.close();
    }
}
