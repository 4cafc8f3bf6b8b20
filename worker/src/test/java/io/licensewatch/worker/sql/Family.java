package io.licensewatch.worker.sql;

import java.util.Locale;

/** A family of table schemas. */
enum Family {
    STEWARDTRACK,
    RUNBOOK;

    /** Two tenants, A and B, with the same incidents: commands for A must not affect B. */
    String rows() {
        return SqlResources.read(name().toLowerCase(Locale.ROOT) + "-rows.sql");
    }

    String tables() {
        return SqlResources.read(name().toLowerCase(Locale.ROOT) + ".sql");
    }
}
