package io.licensewatch.core.row;

import io.licensewatch.schemas.json.MalformedRecordException;
import org.jspecify.annotations.Nullable;

/** A row of role_permissions. A row without a role or a permission permits nothing. */
public record RolePermissionRow(
        RowOrigin origin, @Nullable String roleId, @Nullable String permissionId) {

    public static RolePermissionRow of(RowOrigin origin, Columns columns) throws MalformedRecordException {
        return new RolePermissionRow(origin, columns.text("role_id"), columns.text("permission_id"));
    }
}
