package io.licensewatch.console.read;

import io.licensewatch.schemas.status.TenantStatus.AsOf;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The WAL positions of the shown data.
 *
 * @param asOf position of the last health record; null before the first
 * @param feed position of the change stream, by its last frontier; null before the first
 * @param backfill the last snapshot; null if none was reported
 */
public record Freshness(
        @Nullable AsOf asOf, @Nullable AsOf feed, @Nullable Backfill backfill) {
    public static Freshness of(Handle handle) {
        AsOf asOf = one(handle, "SELECT as_of_lsn, as_of_ms FROM health").orElse(null);
        return new Freshness(
                asOf,
                one(handle, "SELECT lsn, source_ms FROM frontier").orElse(null),
                Backfill.of(handle, asOf == null).orElse(null));
    }

    private static Optional<AsOf> one(Handle handle, String sql) {
        return handle.createQuery(sql)
                .map((row, context) -> new AsOf(row.getString(1), Stored.instant(row.getLong(2))))
                .findOne();
    }
}
