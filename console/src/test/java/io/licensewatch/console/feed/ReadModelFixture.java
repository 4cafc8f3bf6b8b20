package io.licensewatch.console.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.console.store.Database;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.topic.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** A read model in a directory, filled with records as the feed fills it. */
public final class ReadModelFixture implements AutoCloseable {
    private final Database database;
    private final Projection projection;
    private final Map<TopicPartition, Long> next = new HashMap<>();

    private ReadModelFixture(Database database) throws SQLException {
        this.database = database;
        this.projection = new Projection(database.writer(), Topics.defaults());
    }

    /** A read model that has been built. */
    public static ReadModelFixture in(Path directory) throws SQLException {
        ReadModelFixture model = building(directory);
        if (!model.projection.isBuilt()) {
            model.built();
        }
        return model;
    }

    /** An existing read model unchanged; a new one without indexes. */
    public static ReadModelFixture building(Path directory) throws SQLException {
        return new ReadModelFixture(Database.open(directory));
    }

    public void built() throws SQLException {
        projection.built();
    }

    public Database database() {
        return database;
    }

    /** Golden samples of the contracts, in this order. */
    public List<Change> samples(String... names) throws SQLException {
        List<Change> changes = List.of();
        for (String name : names) {
            changes = sample(name, Map.of());
        }
        return changes;
    }

    /** A golden sample with other values in some fields. */
    public List<Change> sample(String name, Map<String, ?> others) throws SQLException {
        JsonNode sample = read(name);
        JsonNode value = sample.path("value");
        if (value instanceof ObjectNode object) {
            others.forEach((field, other) -> object.set(field, Json.MAPPER.valueToTree(other)));
        }
        Map<String, String> headers = new HashMap<>();
        sample.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        String topic = sample.path("topic").asText();
        return take(
                topic,
                key(topic, value, sample.path("key").asText()),
                value.isNull() ? null : value.toString(),
                headers);
    }

    /** Checked against the contract of the topic, even with other values. */
    private static String key(String topic, JsonNode value, String ofTheSample) {
        if (value.isNull()) {
            return ofTheSample;
        }
        return switch (topic) {
            case Topics.TENANTS -> value.path("tenantId").asText();
            case Topics.ALERTS_CURRENT ->
                AlertEvent.key(
                        value.path("tenantId").asText(),
                        value.path("rule").asText(),
                        value.path("subject").asText());
            default -> ofTheSample;
        };
    }

    public List<Change> take(String topic, @Nullable String key, @Nullable String json) throws SQLException {
        return take(topic, key, json, Map.of());
    }

    private List<Change> take(String topic, @Nullable String key, @Nullable String json, Map<String, String> headers)
            throws SQLException {
        TopicPartition partition = new TopicPartition(topic, 0);
        long offset = next.getOrDefault(partition, 0L);
        next.put(partition, offset + 1);
        RecordHeaders kept = new RecordHeaders();
        headers.forEach((name, text) -> kept.add(name, text.getBytes(StandardCharsets.UTF_8)));
        ConsumerRecord<byte[], byte[]> read = new ConsumerRecord<>(
                topic,
                0,
                offset,
                1_772_442_000_000L,
                TimestampType.CREATE_TIME,
                key == null ? -1 : key.length(),
                json == null ? -1 : json.length(),
                bytes(key),
                bytes(json),
                kept,
                Optional.empty());
        projection.write(projection.decode(List.of(new Arrival(read))));
        return projection.commit(Map.of(partition, offset + 1), Map.of(topic, "id"));
    }

    @SuppressWarnings("NullAway") // a consumer's keys and values may be null
    private static byte[] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode read(String name) {
        String resource = "/io/licensewatch/schemas/samples/" + name + ".json";
        try (InputStream in = Objects.requireNonNull(ReadModelFixture.class.getResourceAsStream(resource), resource)) {
            return Json.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
