package io.licensewatch.core.tenant;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a task has stored of a tenant, except entries that grow with its users.
 *
 * @param alerts stored alerts
 * @param status digest of the status that was published last; null if none
 * @param lookups the lookups that the last evaluation used, as stored; null if none
 * @param seeded whether rows of a snapshot have arrived since the last evaluation
 * @param commands whether anything is stored about commands
 * @param gone whether the tenant has no rows left
 * @param memo what {@link TenantStore#keep} was given last, unless it has been evicted since
 */
public record TenantSnapshot(
        TenantFacts facts,
        Map<AlertName, byte[]> alerts,
        byte @Nullable [] status,
        byte @Nullable [] lookups,
        boolean seeded,
        boolean commands,
        boolean gone,
        @Nullable Object memo) {

    /** An alert of the tenant. */
    public record AlertName(String rule, String subject) {}
}
