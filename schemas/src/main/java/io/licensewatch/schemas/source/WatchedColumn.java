package io.licensewatch.schemas.source;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A column that is captured, as far as its name says what it means.
 *
 * @param form what it is read as
 * @param needed whether a row without it is not understood, because it names the row or a rule's condition depends on it. The others
 *     only describe: where one cannot be read, the row is taken without it
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

    /** Of every table, in the tables' order. */
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
