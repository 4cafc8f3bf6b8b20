package io.licensewatch.schemas.source;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row that a decision is based on.
 *
 * @param table {@code schema.table}
 * @param key the row's primary key as JSON
 * @param lsn position of the row's last change, as Postgres prints it
 * @param committedAt commit time of that change
 * @param commandId of the command whose transaction made that change; null where none did
 */
public record Evidence(
        String table,
        String key,
        String lsn,
        Instant committedAt,
        @Nullable String commandId) {}
