package io.licensewatch.streams.topology;

import io.licensewatch.runtime.topics.TenantPartition;
import io.licensewatch.schemas.alert.AlertKey;
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

    /** For keys of alerts. */
    static TenantPartitioner byAlert() {
        return new TenantPartitioner(key -> AlertKey.parse(key).tenantId());
    }

    @Override
    public Optional<Set<Integer>> partitions(String topic, byte[] key, byte[] value, int partitions) {
        String tenant = tenantOfKey.apply(new String(key, StandardCharsets.UTF_8));
        return Optional.of(Set.of(TenantPartition.of(tenant, partitions)));
    }
}
