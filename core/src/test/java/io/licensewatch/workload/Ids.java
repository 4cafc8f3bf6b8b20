package io.licensewatch.workload;

import java.util.Optional;

/** What a column names by an id. */
final class Ids {
    private Ids() {}

    /** Empty for codes. */
    static Optional<String> kind(String table, String column) {
        return switch (column) {
            case "id" -> Optional.of(ofTable(table));
            case "tenant_id" -> Optional.of("tenant");
            case "user_id" -> Optional.of("user");
            case "role_id" -> Optional.of("role");
            case "permission_id" -> Optional.of("permission");
            case "feature_id" -> Optional.of("feature");
            case "surface_id" -> Optional.of("surface");
            case "offering_id", "subscription_offering_id", "previous_offering_id" -> Optional.of("offering");
            case "bundle_id", "required_bundle_id" -> Optional.of("bundle");
            default -> Optional.empty();
        };
    }

    private static String ofTable(String table) {
        return switch (table) {
            case "tenants" -> "tenant";
            case "auth.users" -> "user";
            case "roles" -> "role";
            case "permissions" -> "permission";
            case "feature_catalog" -> "feature";
            case "product_offerings" -> "offering";
            case "license_feature_bundles" -> "bundle";
            default -> table;
        };
    }
}
