package io.licensewatch.streams.store;

import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.WriteBehind;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.WrappedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * A store of Kafka Streams behind {@link WriteBehind}. Kafka Streams flushes what it takes for a cache before it flushes the producer and
 * commits the offsets in the same transaction: so what is in memory is in the changelog whenever the offsets are. When a task ends
 * without a commit, what is in memory is forgotten with the transaction.
 */
public final class WriteBehindStore extends WrappedStateStore<KeyValueStore<Bytes, byte[]>, Bytes, byte[]>
        implements KeyValues {
    private final WriteBehind memory;

    WriteBehindStore(KeyValueStore<Bytes, byte[]> logged, long maxBytes) {
        super(logged);
        memory = new WriteBehind(new Logged(logged), maxBytes);
    }

    private record Logged(KeyValueStore<Bytes, byte[]> store) implements WriteBehind.Below {
        @Override
        public byte @Nullable [] get(byte[] key) {
            return store.get(Bytes.wrap(key));
        }

        /** Kafka's ranges include their end; ours do not. */
        @Override
        public void scan(byte[] from, byte[] to, Visitor visitor) {
            try (KeyValueIterator<Bytes, byte[]> entries = store.range(Bytes.wrap(from), Bytes.wrap(to))) {
                while (entries.hasNext()) {
                    KeyValue<Bytes, byte[]> entry = entries.next();
                    byte[] key = entry.key.get();
                    if (Arrays.compareUnsigned(key, to) >= 0 || !visitor.visit(key, entry.value)) {
                        return;
                    }
                }
            }
        }

        @Override
        public void write(List<WriteBehind.Change> changes) {
            store.putAll(changes.stream()
                    .map(change -> KeyValue.pair(Bytes.wrap(change.key()), change.value()))
                    .toList());
        }
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        memory.clear();
        super.init(context, root);
    }

    /** Before each commit. */
    @Override
    public void flushCache() {
        memory.flush();
        super.flushCache();
    }

    /** What is below may be changed by others from now on, as when the task becomes a standby. */
    @Override
    public void clearCache() {
        memory.clear();
        super.clearCache();
    }

    @Override
    public void close() {
        memory.clear();
        super.close();
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return memory.get(key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        memory.put(key, value);
    }

    @Override
    public void delete(byte[] key) {
        memory.delete(key);
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) {
        memory.scan(from, to, visitor);
    }

    @Override
    public boolean beforeFlush(Runnable put) {
        return memory.beforeFlush(put);
    }
}
