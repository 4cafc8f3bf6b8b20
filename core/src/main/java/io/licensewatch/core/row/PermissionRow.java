package io.licensewatch.core.row;

import io.licensewatch.schemas.json.MalformedRecordException;
import org.jspecify.annotations.Nullable;

/**
 * A row of permissions. Whether it is active is not read: the source still grants permissions that are not.
 *
 * @param code what it permits; with null it permits nothing that requires a licence
 * @param sourceFeature id or code of the feature that brought it; null if something else did
 * @param shared whether the table has no column for the tenant, so that all tenants have the permission
 */
public record PermissionRow(
        RowOrigin origin,
        String permissionId,
        @Nullable String code,
        @Nullable String sourceFeature,
        boolean shared) {
    private static final String BY_FEATURE = "license_feature";

    public static PermissionRow of(RowOrigin origin, Columns columns) throws MalformedRecordException {
        return new PermissionRow(
                origin,
                columns.requiredText("id"),
                columns.text("code"),
                BY_FEATURE.equals(columns.text("source")) ? columns.text("source_reference") : null,
                !columns.has("tenant_id"));
    }

    /** Whether holding it can require a licence. */
    public boolean permits() {
        return code != null && !code.isEmpty();
    }
}
