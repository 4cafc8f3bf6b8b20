package io.licensewatch.core.row;

import io.licensewatch.schemas.json.MalformedRecordException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of tenants.
 *
 * @param namesOffering whether the table has a column for the offering; then null means that the offering is not known
 * @param onboardingCompleted null if the table has no such column; a null in the column is false
 */
public record TenantRow(
        RowOrigin origin,
        @Nullable String name,
        @Nullable String status,
        @Nullable String subscriptionStatus,
        Boundary subscriptionEnd,
        @Nullable String offeringId,
        boolean namesOffering,
        @Nullable Boolean onboardingCompleted,
        @Nullable Instant createdAt,
        boolean deleted) {

    public static TenantRow of(RowOrigin origin, Columns columns) throws MalformedRecordException {
        return new TenantRow(
                origin,
                columns.describedText("name"),
                columns.text("status"),
                columns.text("subscription_status"),
                columns.boundary("subscription_end_date"),
                columns.text("subscription_offering_id"),
                columns.has("subscription_offering_id"),
                columns.has("onboarding_completed") ? (Boolean) columns.isTrue("onboarding_completed") : null,
                columns.instant("created_at"),
                columns.hasTime("deleted_at"));
    }
}
