package io.licensewatch.core.engine;

import io.licensewatch.core.state.DependencyKey;
import io.licensewatch.core.state.TaskKeys;
import io.licensewatch.core.state.TenantKey;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The lookups in the reference data that each tenant's last evaluation used. If the result of a lookup changes, only the tenants that
 * used it are evaluated, however many others there are.
 */
final class DependencyIndex {
    static final long[] NOTHING = {};

    private static final byte[] PRESENT = {1};

    private final KeyValues store;

    DependencyIndex(KeyValues store) {
        this.store = store;
    }

    /**
     * @param stored what this wrote last time, null if nothing
     * @param lookups digests in ascending order
     */
    void remember(String tenantId, byte @Nullable [] stored, long[] lookups) {
        byte[] telling = bytes(lookups);
        if (Arrays.equals(stored == null ? new byte[0] : stored, telling)) {
            return;
        }
        long[] former = stored == null ? new long[0] : digests(stored);
        without(former, lookups).forEach(lookup -> store.delete(new DependencyKey(lookup, tenantId).toBytes()));
        without(lookups, former).forEach(lookup -> store.put(new DependencyKey(lookup, tenantId).toBytes(), PRESENT));
        byte[] key = TenantKey.of(tenantId, TenantKey.Kind.LOOKUPS);
        if (lookups.length == 0) {
            store.delete(key);
        } else {
            store.put(key, telling);
        }
    }

    private static LongStream without(long[] some, long[] others) {
        return Arrays.stream(some).filter(one -> Arrays.binarySearch(others, one) < 0);
    }

    private static byte[] bytes(long[] digests) {
        ByteBuffer bytes = ByteBuffer.allocate(digests.length * Long.BYTES);
        bytes.asLongBuffer().put(digests);
        return bytes.array();
    }

    private static long[] digests(byte[] stored) {
        long[] digests = new long[stored.length / Long.BYTES];
        ByteBuffer.wrap(stored).asLongBuffer().get(digests);
        return digests;
    }

    /** The lookups that the tenant's last evaluation used. */
    long[] lookups(String tenantId) {
        byte[] stored = store.get(TenantKey.of(tenantId, TenantKey.Kind.LOOKUPS));
        return stored == null ? NOTHING : digests(stored);
    }

    /** The next tenants after this one, from the first when null, of those that used the lookup. */
    List<String> tenantsAfter(long lookup, @Nullable String tenantId, int limit) {
        byte[] all = DependencyKey.of(lookup);
        byte[] from = tenantId == null ? all : KeyWriter.after(new DependencyKey(lookup, tenantId).toBytes());
        List<String> found = new ArrayList<>();
        store.scan(from, KeyWriter.after(all), (key, value) -> {
            found.add(DependencyKey.read(key).tenantId());
            return found.size() < limit;
        });
        return found;
    }

    /** Whether a state of another build may lack tenants here. True once. */
    boolean wasNotKept() {
        if (store.get(TaskKeys.dependenciesAreComplete()) != null) {
            return false;
        }
        store.put(TaskKeys.dependenciesAreComplete(), PRESENT);
        return true;
    }
}
