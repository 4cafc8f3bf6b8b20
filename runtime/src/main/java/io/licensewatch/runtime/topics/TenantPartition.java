package io.licensewatch.runtime.topics;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** In which partition a tenant's records are: by the hash that Kafka's own partitioner takes of a key, here of the tenant id. */
public final class TenantPartition {
    private TenantPartition() {}

    /** @param partitions of the topic */
    public static int of(String tenantId, int partitions) {
        return Utils.toPositive(Utils.murmur2(tenantId.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
