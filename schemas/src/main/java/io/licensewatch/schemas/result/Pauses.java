package io.licensewatch.schemas.result;

import io.licensewatch.schemas.command.CommandType;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All active pauses, as the ledger in the source database has them. The latest record counts; if it is old, the present pauses
 * are unknown.
 *
 * @param pauses in the order of their creation
 * @param at when the ledger was read, by the database's clock; also the record's timestamp
 * @param worker the worker that read it
 */
public record Pauses(List<Pause> pauses, Instant at, RemediationResult.Worker worker) {
    /** The record key: there is one ledger. */
    public static final String KEY = "worker";

    public Pauses {
        pauses = List.copyOf(pauses);
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(worker, "worker");
    }

    /**
     * @param tenantId the paused tenant; null for all tenants
     * @param type commands of this type alone; null for all types
     * @param by who paused, for the record
     * @param since by the database's clock
     * @param actionId the PAUSE that created it; null for a pause that was created in the database, which no RESUME ends
     */
    public record Pause(
            @Nullable String tenantId,
            @Nullable CommandType type,
            String by,
            @Nullable String reason,
            Instant since,
            @Nullable String actionId) {
        public Pause {
            Objects.requireNonNull(by, "by");
            Objects.requireNonNull(since, "since");
        }

        /** Whether a RESUME by operator action ends it. */
        public boolean endsByAction() {
            return actionId != null;
        }
    }
}
