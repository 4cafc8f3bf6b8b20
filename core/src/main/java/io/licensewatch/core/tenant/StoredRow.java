package io.licensewatch.core.tenant;

import io.licensewatch.core.state.StateSpace;
import io.licensewatch.core.state.TenantKey;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import org.jspecify.annotations.Nullable;

/** The row of the source that an entry of the state stores. */
record StoredRow(SourceTable table, SourcePosition position) {

    /** Null for an entry that is made from rows. */
    static @Nullable StoredRow of(byte[] key, byte[] value) {
        return switch (StateSpace.of(key)) {
            case TENANTS -> ofTenant(TenantKey.read(key), value);
            case LISTED_USERS -> new StoredRow(SourceTable.AUTH_USERS, UserDirectory.position(value));
            case TENANTLESS_ROWS -> TenantlessRows.stored(key, value);
            default -> null;
        };
    }

    private static @Nullable StoredRow ofTenant(TenantKey key, byte[] value) {
        SourceTable table = key.kind().table();
        return table == null ? null : new StoredRow(table, RowCodec.position(value));
    }
}
