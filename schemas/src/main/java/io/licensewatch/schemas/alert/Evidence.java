package io.licensewatch.schemas.alert;

import java.time.Instant;

/**
 * A row that a decision rests on.
 *
 * @param table {@code schema.table}
 * @param key the row's primary key as JSON
 * @param lsn position of the row's last change, as Postgres prints it
 * @param committedAt commit time of that change
 */
public record Evidence(String table, String key, String lsn, Instant committedAt) {}
