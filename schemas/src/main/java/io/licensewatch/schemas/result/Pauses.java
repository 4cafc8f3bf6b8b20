package io.licensewatch.schemas.result;

import io.licensewatch.schemas.command.CommandType;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is paused, as the ledger in the source database says: all of it. The latest one counts; an old one says that nobody knows.
 *
 * @param pauses in the order in which they were made
 * @param at when the ledger said so, by the database's clock; also the record's timestamp
 * @param worker who has read it there
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
     * @param tenantId whose commands; null for those of all tenants
     * @param type commands of this type alone; null for all types
     * @param by who has paused, for the record
     * @param since by the database's clock
     * @param actionId the PAUSE that made it; null for one that was made in the database, which no RESUME ends
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
