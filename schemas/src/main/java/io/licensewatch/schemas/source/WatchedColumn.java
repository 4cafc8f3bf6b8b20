package io.licensewatch.schemas.source;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A captured column whose name has a known meaning.
 *
 * @param form how it is read
 * @param needed whether a row without it is rejected, because it identifies the row or a rule depends on it. The others only
 *     describe: if one cannot be read, the row is accepted without it
 */
public record WatchedColumn(SourceTable table, String name, ColumnForm form, boolean needed) {
    private static final Set<String> NEVER_NEEDED = Set.of(
            "name",
            "tier",
            "subscription_tier",
            "grant_source",
            "current_step",
            "completed_steps",
            "metadata_key",
            "is_system",
            "onboarding_completed_at",
            "previous_offering_id",
            "concurrent");

    public static WatchedColumn of(SourceTable table, String name) {
        return new WatchedColumn(table, name, ColumnForm.of(name), !describes(table, name));
    }

    /** The columns of all tables, in the order of the tables. */
    public static List<WatchedColumn> all() {
        return Arrays.stream(SourceTable.values())
                .flatMap(table -> table.columns().stream().map(name -> of(table, name)))
                .toList();
    }

    private static boolean describes(SourceTable table, String name) {
        if (NEVER_NEEDED.contains(name)) {
            return true;
        }
        return switch (table) {
            case ONBOARDING_PROGRESS -> name.equals("completed_at");
            case PERMISSIONS -> name.equals("is_active");
            case PRODUCT_OFFERINGS, LICENSE_FEATURE_BUNDLES -> name.equals("code");
            case FEATURE_PERMISSIONS -> name.equals("is_required");
            case MATERIALIZED_VIEW_REFRESH_JOBS -> name.equals("created_at");
            default -> false;
        };
    }
}
