package io.licensewatch.core.row;

import io.licensewatch.schemas.source.Evidence;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The change that a stored row is from. It guards against older changes, and is the evidence of alerts.
 *
 * @param key the row's primary key as JSON
 * @param committedAtMillis commit time, milliseconds since 1970
 * @param commandId of the command whose transaction made the change; null if none
 */
public record RowOrigin(
        SourceTable table,
        String key,
        SourcePosition position,
        long committedAtMillis,
        @Nullable String commandId) {

    public static RowOrigin of(SourceTable table, RowChange change) {
        return new RowOrigin(
                table, change.key(), change.position(), change.committedAt().toEpochMilli(), change.command());
    }

    public Evidence evidence() {
        return new Evidence(
                table.qualifiedName(),
                key,
                Lsn.text(position.lsn()),
                Instant.ofEpochMilli(committedAtMillis),
                commandId);
    }
}
