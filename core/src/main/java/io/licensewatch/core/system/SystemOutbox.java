package io.licensewatch.core.system;

import io.licensewatch.core.engine.AlertOutbox;
import io.licensewatch.core.status.StormReport;
import io.licensewatch.schemas.status.SystemHealth;

/** What the system task tells besides alerts. */
public interface SystemOutbox extends AlertOutbox {
    void health(SystemHealth health);

    /** To each task of tenants. */
    void storm(StormReport report);
}
