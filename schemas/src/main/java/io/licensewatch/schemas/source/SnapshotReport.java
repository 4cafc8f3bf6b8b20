package io.licensewatch.schemas.source;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Progress of the snapshot of an epoch: published about once a second while cdc reads it, and once when it is complete.
 *
 * @param at time of the report, by cdc's clock
 * @param rows rows written so far
 * @param expectedRows an estimate; null if the size of a table is unknown
 * @param tenants rows of the table tenants among them
 * @param secondsLeft an estimate; null if unknown
 */
public record SnapshotReport(
        int epoch,
        Instant at,
        long rows,
        @Nullable Long expectedRows,
        long tenants,
        @Nullable Long secondsLeft,
        boolean complete) {
    /** The record key on the snapshot topic. */
    public static final String KEY = "snapshot";

    public SnapshotReport {
        Objects.requireNonNull(at, "at");
        if (epoch < 1) {
            throw new IllegalArgumentException("epochs count from 1, not " + epoch);
        }
    }
}
