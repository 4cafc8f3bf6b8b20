package io.licensewatch.core.engine;

import io.licensewatch.core.status.TenantReport;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Instant;

/** What the engine of a tenant task publishes. */
public interface TenantOutput extends AlertOutput {
    /** @param json the same status, encoded */
    void status(TenantStatus status, byte[] json);

    /** Deletes the status of a tenant that no longer exists. */
    void retireStatus(String tenantId, Instant at);

    /** To the system task: what it counts of the tenant has changed. */
    void report(TenantReport report);

    /** To the system task: nothing is left to do at this frontier. */
    void passed(Frontier frontier);
}
