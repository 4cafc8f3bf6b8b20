package io.licensewatch.schemas.source;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far cdc is with the snapshot of an epoch: about once a second while it is taken, and once when it is complete.
 *
 * @param at when this was so, by cdc's clock
 * @param rows that are written
 * @param expectedRows an estimate; null when nothing is known of a table's size
 * @param tenants rows of the table tenants among them
 * @param secondsLeft an estimate; null when it cannot be known
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
