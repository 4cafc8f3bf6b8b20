package io.licensewatch.schemas.result;

import io.licensewatch.schemas.command.CommandType;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One state transition of a command, as the worker reports it.
 *
 * @param resultId {@code commandId:n}, n from 1 without gaps
 * @param alertId as in the command
 * @param reason why it is in this state, such as PAUSED, BUDGET, TOO_LATE; null if the state needs no reason
 * @param plan null before it was planned
 * @param rowsAffected null before it was applied
 * @param before the changed rows before the change: keys and changed columns only, nothing personal
 * @param effectiveLsn a WAL position at or after the commit of the effect, as Postgres prints it; null before it was applied
 * @param approvals the approvals that count for the present plan
 * @param attempts number of attempts
 * @param at when this step was taken, by the database's clock; also the record's timestamp
 * @param startedAt when the worker received it, by the database's clock
 * @param finishedAt when it reached a final state; null before
 * @param error null unless something failed
 */
public record RemediationResult(
        String resultId,
        String commandId,
        String alertId,
        String tenantId,
        CommandType type,
        CommandState state,
        @Nullable String reason,
        @Nullable Plan plan,
        @Nullable Long rowsAffected,
        List<RowBefore> before,
        @Nullable String effectiveLsn,
        List<Approval> approvals,
        Worker worker,
        int attempts,
        Instant at,
        Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Failure error) {
    public RemediationResult {
        Objects.requireNonNull(resultId, "resultId");
        Objects.requireNonNull(commandId, "commandId");
        Objects.requireNonNull(alertId, "alertId");
        Objects.requireNonNull(tenantId, "tenantId");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(worker, "worker");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(startedAt, "startedAt");
        before = List.copyOf(before);
        approvals = List.copyOf(approvals);
    }

    /**
     * The rows that a command would change.
     *
     * @param planHash changes if other rows or other values would be written
     * @param sampleKeys primary keys as JSON, at most 20
     */
    public record Plan(String planHash, long rows, List<String> sampleKeys) {
        public Plan {
            Objects.requireNonNull(planHash, "planHash");
            sampleKeys = List.copyOf(sampleKeys);
        }
    }

    /**
     * @param table {@code schema.table}
     * @param key the row's primary key as JSON
     * @param columns the changed columns with their values before the change; empty for an inserted row
     */
    public record RowBefore(String table, String key, Map<String, @Nullable Object> columns) {
        public RowBefore {
            Objects.requireNonNull(table, "table");
            Objects.requireNonNull(key, "key");
            columns = Collections.unmodifiableMap(new TreeMap<>(columns));
        }
    }

    /**
     * @param by who approved, as the topic says; it is only as trustworthy as the writers of the topic
     * @param at when, by the record's timestamp
     */
    public record Approval(String actionId, String by, Instant at, String planHash) {
        public Approval {
            Objects.requireNonNull(actionId, "actionId");
            Objects.requireNonNull(by, "by");
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(planHash, "planHash");
        }
    }

    /** @param id of the process */
    public record Worker(String id, String version) {
        public Worker {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(version, "version");
        }
    }

    /**
     * @param sqlState Postgres' code; null where Postgres did not fail
     * @param retryable whether the worker tries again by itself
     */
    public record Failure(@Nullable String sqlState, String message, boolean retryable) {
        public Failure {
            Objects.requireNonNull(message, "message");
        }
    }
}
