package io.licensewatch.core.row;

import io.licensewatch.schemas.json.MalformedRecordException;
import org.jspecify.annotations.Nullable;

/** A row of tenant_feature_grants. */
public record GrantRow(
        RowOrigin origin,
        String featureId,
        @Nullable String grantSource,
        boolean active,
        Boundary startsAt,
        Boundary expiresAt) {

    /** A grant starts at {@code granted_at} if the table has no {@code starts_at}. */
    public static GrantRow of(RowOrigin origin, Columns columns) throws MalformedRecordException {
        return new GrantRow(
                origin,
                columns.requiredText("feature_id"),
                columns.describedText("grant_source"),
                columns.trueOrAbsent("is_active"),
                columns.boundary(columns.has("starts_at") ? "starts_at" : "granted_at"),
                columns.boundary("expires_at"));
    }
}
