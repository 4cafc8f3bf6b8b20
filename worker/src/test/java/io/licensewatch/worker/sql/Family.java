package io.licensewatch.worker.sql;

import java.util.Locale;

/** Of a source's tables. */
enum Family {
    STEWARDTRACK,
    RUNBOOK;

    /** Two tenants, A and B, that have the same troubles: what is done for A must not touch B. */
    String rows() {
        return SqlResources.read(name().toLowerCase(Locale.ROOT) + "-rows.sql");
    }

    String tables() {
        return SqlResources.read(name().toLowerCase(Locale.ROOT) + ".sql");
    }
}
