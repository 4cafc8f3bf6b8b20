package io.licensewatch.streams.topology;

import io.licensewatch.runtime.topics.TenantPartition;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Partitions by the tenant id of a key, whatever else the key holds. */
record TenantPartitioner(UnaryOperator<String> tenantOfKey) implements StreamPartitioner<byte[], byte[]> {

    /** For keys that are a tenant id. */
    static TenantPartitioner byTenant() {
        return new TenantPartitioner(UnaryOperator.identity());
    }

    /** For keys {@code tenant|rule|subject}; rule and subject hold no bar, a tenant id may. */
    static TenantPartitioner byAlert() {
        return new TenantPartitioner(key -> key.substring(0, key.lastIndexOf('|', key.lastIndexOf('|') - 1)));
    }

    @Override
    public Optional<Set<Integer>> partitions(String topic, byte[] key, byte[] value, int partitions) {
        String tenant = tenantOfKey.apply(new String(key, StandardCharsets.UTF_8));
        return Optional.of(Set.of(TenantPartition.of(tenant, partitions)));
    }
}
