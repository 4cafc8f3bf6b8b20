package io.licensewatch.streams.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.core.store.KeyValues;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;

class StoreMemoryTest {
    private static final int STORES = 4;
    private static final int ROWS = 30_000;
    private static final int ROW_BYTES = 1_000;
    private static final long BOUND = 16L << 20;
    /** What is being read is held beyond it. */
    private static final long ABOUT = BOUND * 5 / 4;

    @TempDir
    private Path stateDir;

    /** 30 MB each. By itself RocksDB would take 50 MB a store for blocks and up to 48 MB for what is to be written. */
    @Test
    void what_all_stores_take_outside_the_heap_is_bounded_by_one_number() {
        try (StoreMemory memory = new StoreMemory(BOUND);
                TopologyTestDriver driver = new TopologyTestDriver(stores(), properties(memory))) {
            for (int i = 0; i < STORES; i++) {
                KeyValues store = (KeyValues) driver.getStateStore("store-" + i);
                fill(store);
                assertThat(memory.used()).as("written").isBetween(1L, ABOUT);
                readAll(store);
                assertThat(memory.used()).as("read").isBetween(1L, ABOUT);
                assertThat(notOnDisk(driver)).as("not on disk yet").isLessThan(ABOUT * 3 / 4);
            }
            assertThat(memory.used()).as("as much as is allowed is taken").isGreaterThan(BOUND / 2);
        }
    }

    @Test
    void a_store_without_it_is_refused() {
        try (Options options = new Options()) {
            assertThatThrownBy(() -> new StoreMemory.Setter().setConfig("a", options, Map.of()))
                    .hasMessageContaining("store a");
        }
    }

    private static final class Nothing extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
        @Override
        public void process(Record<byte[], byte[]> record) {}
    }

    private static Topology stores() {
        Topology topology = new Topology().addSource("in", "in").addProcessor("nothing", Nothing::new, "in");
        for (int i = 0; i < STORES; i++) {
            topology.addStateStore(new WriteBehindBuilder("store-" + i, 100_000).withLoggingDisabled(), "nothing");
        }
        return topology;
    }

    private Properties properties(StoreMemory memory) {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG,
                "test",
                StreamsConfig.STATE_DIR_CONFIG,
                stateDir.toString(),
                StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG,
                Serdes.ByteArraySerde.class,
                StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG,
                Serdes.ByteArraySerde.class));
        properties.putAll(memory.config());
        return properties;
    }

    /** Of all stores. */
    private static long notOnDisk(TopologyTestDriver driver) {
        List<? extends Metric> sizes = driver.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("size-all-mem-tables"))
                .toList();
        assertThat(sizes).hasSize(STORES);
        return sizes.stream()
                .mapToLong(size -> ((Number) size.metricValue()).longValue())
                .sum();
    }

    private static byte[] key(int i) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(i).array();
    }

    private static void fill(KeyValues store) {
        Random random = new Random(1);
        for (int i = 0; i < ROWS; i++) {
            byte[] row = new byte[ROW_BYTES];
            random.nextBytes(row);
            store.put(key(random.nextInt(ROWS)), row);
        }
    }

    private static void readAll(KeyValues store) {
        for (int i = 0; i < ROWS; i++) {
            store.get(key(i));
        }
    }
}
