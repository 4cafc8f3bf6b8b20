package io.licensewatch.console.read;

import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.source.SnapshotReport;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The last snapshot and the first evaluation.
 *
 * @param snapshot cdc's last report of it
 * @param evaluated tenants that have a status, at the first evaluation ever
 */
public record Backfill(SnapshotReport snapshot, long evaluated) {
    /** Empty if no snapshot was reported; once there is a health record, all tenants have been evaluated once. */
    static Optional<Backfill> of(Handle handle, boolean first) {
        return handle.createQuery("SELECT record FROM snapshot")
                .mapTo(String.class)
                .findOne()
                .map(json -> new Backfill(Stored.record(JsonCodec.SNAPSHOT, json), first ? tenants(handle) : 0));
    }

    private static long tenants(Handle handle) {
        return handle.createQuery("SELECT count(*) FROM tenant")
                .mapTo(Long.class)
                .one();
    }
}
