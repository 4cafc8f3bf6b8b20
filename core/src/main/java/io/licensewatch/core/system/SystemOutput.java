package io.licensewatch.core.system;

import io.licensewatch.core.engine.AlertOutput;
import io.licensewatch.core.status.StormReport;
import io.licensewatch.schemas.status.SystemHealth;

/** What the engine of the system task publishes. */
public interface SystemOutput extends AlertOutput {
    void health(SystemHealth health);

    /** To each tenant task. */
    void storm(StormReport report);
}
