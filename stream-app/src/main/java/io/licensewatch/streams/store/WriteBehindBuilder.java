package io.licensewatch.streams.store;

import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Builds stores on disk, logged to Kafka unless that is switched off, each behind a memory of so many bytes. */
public final class WriteBehindBuilder implements StoreBuilder<WriteBehindStore> {
    private final StoreBuilder<KeyValueStore<Bytes, byte[]>> below;
    private final long maxBytes;

    public WriteBehindBuilder(String name, long maxBytes) {
        this.below = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled();
        this.maxBytes = maxBytes;
    }

    /** The store is a cache itself; a second one would only cost. */
    @Override
    public WriteBehindBuilder withCachingEnabled() {
        throw new UnsupportedOperationException(name() + " is a cache itself");
    }

    @Override
    public WriteBehindBuilder withCachingDisabled() {
        return this;
    }

    @Override
    public WriteBehindBuilder withLoggingEnabled(Map<String, String> config) {
        below.withLoggingEnabled(config);
        return this;
    }

    @Override
    public WriteBehindBuilder withLoggingDisabled() {
        below.withLoggingDisabled();
        return this;
    }

    @Override
    public WriteBehindStore build() {
        return new WriteBehindStore(below.build(), maxBytes);
    }

    @Override
    public Map<String, String> logConfig() {
        return below.logConfig();
    }

    @Override
    public boolean loggingEnabled() {
        return below.loggingEnabled();
    }

    @Override
    public String name() {
        return below.name();
    }
}
