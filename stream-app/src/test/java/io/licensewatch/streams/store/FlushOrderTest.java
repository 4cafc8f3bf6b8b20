package io.licensewatch.streams.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.core.store.KeyValues;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@link WriteBehindStore} builds on: Kafka Streams flushes caches before it commits, in the same transaction. The driver's
 * producer shows what was sent only once its transaction has been committed.
 */
class FlushOrderTest {
    private static final byte[] KEY = bytes("n");

    @TempDir
    private Path stateDir;

    private final Topology topology = new Topology();

    /** Counts in the store, and says how far it is. */
    private static final class Counting extends ContextualProcessor<String, String, String, String> {
        @Override
        public void process(Record<String, String> record) {
            KeyValues store = context().getStateStore("counts");
            byte[] before = store.get(KEY);
            int count = before == null ? 1 : Integer.parseInt(new String(before, StandardCharsets.UTF_8)) + 1;
            store.put(KEY, bytes(Integer.toString(count)));
            if (record.value().equals("fail")) {
                throw new IllegalStateException("on purpose");
            }
            context().forward(record.withValue(Integer.toString(count)));
        }
    }

    @BeforeEach
    void build() {
        topology.addSource("in", new StringDeserializer(), new StringDeserializer(), "in")
                .addProcessor("count", Counting::new, "in")
                .addStateStore(new WriteBehindBuilder("counts", 100_000), "count")
                .addSink("out", "out", new StringSerializer(), new StringSerializer(), "count");
    }

    @Test
    void what_is_in_memory_is_in_the_changelog_when_the_output_is() {
        try (TopologyTestDriver driver = driver()) {
            pipe(driver, "a");
            pipe(driver, "b");

            assertThat(read(driver, "out")).containsExactly("1", "2");
            assertThat(read(driver, "test-counts-changelog"))
                    .as("flushed at each commit, before it")
                    .containsExactly("1", "2");
        }
    }

    @Test
    void a_transaction_that_fails_leaves_nothing() {
        try (TopologyTestDriver driver = driver()) {
            pipe(driver, "a");
            assertThatThrownBy(() -> pipe(driver, "fail")).isInstanceOf(StreamsException.class);

            assertThat(read(driver, "out")).containsExactly("1");
            assertThat(read(driver, "test-counts-changelog")).containsExactly("1");
        }
    }

    @Test
    void a_store_without_a_log_keeps_what_was_flushed() {
        Topology plain = new Topology()
                .addSource("in", new StringDeserializer(), new StringDeserializer(), "in")
                .addProcessor("count", Counting::new, "in")
                .addStateStore(new WriteBehindBuilder("counts", 0).withLoggingDisabled(), "count")
                .addSink("out", "out", new StringSerializer(), new StringSerializer(), "count");
        try (TopologyTestDriver driver = new TopologyTestDriver(plain, properties())) {
            pipe(driver, "a");
            pipe(driver, "b");
            assertThat(read(driver, "out")).as("read from disk each time").containsExactly("1", "2");
        }
    }

    private TopologyTestDriver driver() {
        return new TopologyTestDriver(topology, properties());
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG,
                "test",
                StreamsConfig.STATE_DIR_CONFIG,
                stateDir.toString(),
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.EXACTLY_ONCE_V2));
        return properties;
    }

    private static void pipe(TopologyTestDriver driver, String value) {
        driver.createInputTopic("in", new StringSerializer(), new StringSerializer())
                .pipeInput("k", value);
    }

    private static List<String> read(TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(topic, new StringDeserializer(), new StringDeserializer())
                .readValuesToList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
