package io.licensewatch.streams.store;

import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * What RocksDB takes outside the heap, for all stores of a process together: blocks that were read, their indexes and filters, and what
 * is not on disk yet. By default it takes up to 98 MB a store, of which a process has two for each tenant task.
 */
public final class StoreMemory implements AutoCloseable {
    private static final String CONFIG = "licensewatch.store.memory";

    /** A store's buffer goes to disk at this size, or before that when those of all stores are too large together. */
    private static final long BUFFER_BYTES = 8L << 20;

    private static final int BUFFERS = 2;
    /** Indexes and filters are needed at each read. */
    private static final double KEPT_FOR_INDEXES = 0.1;

    static {
        RocksDB.loadLibrary();
    }

    private final Cache cache;
    private final WriteBufferManager buffers;

    /** @param bytes that it takes, about; half of them at most for what is not on disk yet */
    public StoreMemory(long bytes) {
        cache = new LRUCache(bytes, -1, false, KEPT_FOR_INDEXES);
        buffers = new WriteBufferManager(bytes / 2, cache);
    }

    /** What Kafka Streams needs to know, so that its stores share it. */
    public Map<String, Object> config() {
        return Map.of(CONFIG, this, StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, Setter.class);
    }

    /** Bytes that are taken at present. */
    long used() {
        return cache.getUsage();
    }

    /** After the last store. */
    @Override
    public void close() {
        buffers.close();
        cache.close();
    }

    /** Made by Kafka Streams for each store. */
    public static final class Setter implements RocksDBConfigSetter {
        @Override
        public void setConfig(String storeName, Options options, Map<String, Object> configs) {
            if (!(configs.get(CONFIG) instanceof StoreMemory memory)) {
                throw new IllegalStateException(
                        "the memory of store " + storeName + " is missing in the configuration");
            }
            BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
            table.setBlockCache(memory.cache);
            table.setCacheIndexAndFilterBlocks(true);
            table.setCacheIndexAndFilterBlocksWithHighPriority(true);
            table.setPinTopLevelIndexAndFilter(true);
            options.setTableFormatConfig(table);
            options.setWriteBufferManager(memory.buffers);
            options.setWriteBufferSize(BUFFER_BYTES);
            options.setMaxWriteBufferNumber(BUFFERS);
        }

        /** What it has set is the process'. */
        @Override
        public void close(String storeName, Options options) {}
    }
}
