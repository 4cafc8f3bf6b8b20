package io.licensewatch.runtime.topics;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** The partition of a tenant's records: Kafka's default for a record whose key is the tenant id. */
public final class TenantPartition {
    private TenantPartition() {}

    public static int of(String tenantId, int partitions) {
        return Utils.toPositive(Utils.murmur2(tenantId.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
