package io.licensewatch.core.row;

import io.licensewatch.schemas.json.MalformedRecordException;
import org.jspecify.annotations.Nullable;

/** A row of user_roles. A row without a user or a role takes no seat and gives no access. */
public record AssignmentRow(
        RowOrigin origin, @Nullable String userId, @Nullable String roleId, boolean active, Boundary expiresAt) {

    public static AssignmentRow of(RowOrigin origin, Columns columns) throws MalformedRecordException {
        return new AssignmentRow(
                origin,
                columns.text("user_id"),
                columns.text("role_id"),
                columns.trueOrAbsent("is_active"),
                columns.boundary("expires_at"));
    }
}
