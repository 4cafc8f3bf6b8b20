package io.licensewatch.core.tenant;

import io.licensewatch.core.store.KeyReader;
import io.licensewatch.core.store.StateKeys;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import org.jspecify.annotations.Nullable;

/** Which row of the source an entry of the state stands for. */
record StoredRow(SourceTable table, SourcePosition position) {

    /** Null for an entry that is made from rows. */
    static @Nullable StoredRow of(byte[] key, byte[] value) {
        return switch (StateKeys.space(key)) {
            case StateKeys.TENANT -> ofTenant(key, value);
            case StateKeys.LISTED_USER -> new StoredRow(SourceTable.AUTH_USERS, UserDirectory.position(value));
            case StateKeys.TENANTLESS -> TenantlessRows.stored(key, value);
            default -> null;
        };
    }

    private static @Nullable StoredRow ofTenant(byte[] key, byte[] value) {
        KeyReader in = new KeyReader(key);
        in.tag();
        in.text();
        SourceTable table = switch (in.tag()) {
            case StateKeys.TENANT_ROW -> SourceTable.TENANTS;
            case StateKeys.GRANT -> SourceTable.TENANT_FEATURE_GRANTS;
            case StateKeys.ROLE -> SourceTable.ROLES;
            case StateKeys.ONBOARDING -> SourceTable.ONBOARDING_PROGRESS;
            case StateKeys.ASSIGNMENT -> SourceTable.USER_ROLES;
            case StateKeys.PERMISSION -> SourceTable.PERMISSIONS;
            case StateKeys.ROLE_PERMISSION -> SourceTable.ROLE_PERMISSIONS;
            case StateKeys.LICENSE_ASSIGNMENT -> SourceTable.LICENSE_ASSIGNMENTS;
            default -> null;
        };
        return table == null ? null : new StoredRow(table, RowCodec.position(value));
    }
}
