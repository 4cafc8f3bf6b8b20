package io.licensewatch.core.tenant;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a task has stored of a tenant, but for the rows that are as many as its users.
 *
 * @param alerts stored alerts
 * @param status digest of the status that was published last, null if none was
 * @param asked what was asked of the reference data at the last look, as stored; null if nothing was
 * @param seeded whether rows of a snapshot have come since the tenant was last looked at
 * @param commands whether something is remembered of commands
 * @param gone whether no row of the tenant is left
 * @param memo what {@link TenantStore#keep} was given last, unless that has been given up since
 */
public record TenantSnapshot(
        TenantFacts facts,
        Map<AlertName, byte[]> alerts,
        byte @Nullable [] status,
        byte @Nullable [] asked,
        boolean seeded,
        boolean commands,
        boolean gone,
        @Nullable Object memo) {

    /** An alert of the tenant. */
    public record AlertName(String rule, String subject) {}
}
