package io.licensewatch.core.system;

import io.licensewatch.core.row.Columns;
import io.licensewatch.core.row.RowOrigin;
import io.licensewatch.core.row.Unreadable;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refresh of a materialized view, read from its row.
 *
 * @param endedAt when it started, if the table has no end of a job
 */
record RefreshJob(
        String view, Outcome outcome, Instant startedAt, Instant endedAt, boolean concurrent, RowOrigin origin) {
    private static final SourceTable TABLE = SourceTable.MATERIALIZED_VIEW_REFRESH_JOBS;
    /** The view, if the table names none: all are refreshed together. */
    private static final String ALL_VIEWS = "views";

    /** The result. */
    enum Outcome {
        SUCCEEDED,
        FAILED,
        /** Under way: neither success nor failure. */
        RUNNING
    }

    static RefreshJob of(RowChange change, Map<String, @Nullable Object> row, Unreadable unreadable)
            throws MalformedRecordException {
        Columns columns = new Columns(TABLE.tableName(), row, unreadable);
        Instant startedAt = columns.instant("started_at");
        if (startedAt == null) {
            throw new MalformedRecordException("column " + TABLE.tableName() + ".started_at is null or missing");
        }
        Instant completedAt = columns.instant("completed_at");
        return new RefreshJob(
                columns.has("view_name") ? columns.requiredText("view_name") : ALL_VIEWS,
                outcome(columns, completedAt),
                startedAt,
                completedAt == null ? startedAt : completedAt,
                columns.describedFlag("concurrent"),
                RowOrigin.of(TABLE, change));
    }

    /** A row is written when the job starts, with success false. If the table cannot show that a job runs, the job has failed. */
    private static Outcome outcome(Columns columns, @Nullable Instant completedAt) throws MalformedRecordException {
        if (columns.isTrue("success")) {
            return Outcome.SUCCEEDED;
        }
        boolean finished = !columns.has("completed_at") || completedAt != null || columns.text("error_message") != null;
        return finished ? Outcome.FAILED : Outcome.RUNNING;
    }
}
