package io.licensewatch.core.row;

import io.licensewatch.schemas.json.MalformedRecordException;
import org.jspecify.annotations.Nullable;

/**
 * A row of permissions.
 *
 * @param code what it permits; null permits nothing that a feature could stand for
 * @param sourceFeature id or code of the feature that brought it; null when something else did
 */
public record PermissionRow(
        RowOrigin origin,
        String permissionId,
        @Nullable String code,
        boolean active,
        @Nullable String sourceFeature) {
    private static final String BY_FEATURE = "license_feature";

    public static PermissionRow of(RowOrigin origin, Columns columns) throws MalformedRecordException {
        return new PermissionRow(
                origin,
                columns.requiredText("id"),
                columns.text("code"),
                columns.notFalse("is_active"),
                BY_FEATURE.equals(columns.text("source")) ? columns.text("source_reference") : null);
    }

    /** Whether holding it can need a licence. */
    public boolean permits() {
        return active && code != null && !code.isEmpty();
    }
}
