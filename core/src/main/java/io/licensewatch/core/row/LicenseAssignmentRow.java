package io.licensewatch.core.row;

import io.licensewatch.schemas.json.MalformedRecordException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of license_assignments: which offering a tenant was given, and when. */
public record LicenseAssignmentRow(
        RowOrigin origin, String offeringId, @Nullable Instant assignedAt) {

    public static LicenseAssignmentRow of(RowOrigin origin, Columns columns) throws MalformedRecordException {
        return new LicenseAssignmentRow(origin, columns.requiredText("offering_id"), columns.instant("assigned_at"));
    }
}
