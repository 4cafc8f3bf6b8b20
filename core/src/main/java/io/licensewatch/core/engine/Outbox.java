package io.licensewatch.core.engine;

import io.licensewatch.core.status.TenantReport;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Instant;

/** What a tenant task tells besides alerts. */
public interface Outbox extends AlertOutbox {
    /** @param json the same, as it is published */
    void status(TenantStatus status, byte[] json);

    /** Nothing is left of the tenant. */
    void retireStatus(String tenantId, Instant at);

    /** For the system: what counts of the tenant has changed. */
    void report(TenantReport report);

    /** For the system: nothing is left to do at this frontier. */
    void passed(Frontier frontier);
}
