package io.licensewatch.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The two kinds of source schema: which tables and columns there are, and which of these are the primary key. */
public enum Family {
    /** What StewardTrack really has. */
    STEWARDTRACK("""
            tenants: id* name status subscription_tier subscription_status subscription_end_date subscription_offering_id \
            onboarding_completed onboarding_completed_at created_at deleted_at
            tenant_feature_grants: id* tenant_id feature_id grant_source starts_at expires_at
            user_roles: id* tenant_id user_id role_id is_primary is_active assigned_at expires_at
            onboarding_progress: id* tenant_id user_id current_step completed_steps is_completed completed_at created_at \
            updated_at deleted_at
            roles: id* tenant_id name metadata_key is_active is_system deleted_at
            permissions: id* tenant_id code is_active source source_reference
            role_permissions: id* tenant_id role_id permission_id
            license_assignments: id* tenant_id offering_id previous_offering_id assigned_at
            product_offerings: id* code name tier max_users is_active deleted_at
            product_offering_features: id* offering_id feature_id
            product_offering_bundles: id* offering_id bundle_id
            license_feature_bundles: id* code name is_active deleted_at
            license_feature_bundle_items: id* bundle_id feature_id is_required
            feature_catalog: id* code name is_active deleted_at
            feature_permissions: id* feature_id permission_code is_required
            auth.users: id* email last_sign_in_at banned_until deleted_at
            materialized_view_refresh_jobs: id* view_name started_at completed_at success error_message concurrent created_at
            """),
    /** What the runbook's statements assume. */
    RUNBOOK("""
            tenant_feature_grants: tenant_id* feature_id* granted_at expires_at is_active
            user_roles: user_id* tenant_id* role_id*
            onboarding_progress: tenant_id* current_step completed_steps completed completed_at
            product_offerings: offering_id*
            product_offering_features: offering_id* feature_id*
            license_feature_bundle_features: bundle_id* feature_id*
            role_surface_bindings: role_id* surface_id*
            surface_license_bindings: surface_id* required_bundle_id*
            auth.users: id* email last_sign_in_at is_active
            materialized_view_refresh_jobs: id* view_name started_at success
            """);

    private final Map<String, List<String>> columns = new LinkedHashMap<>();
    private final Map<String, List<String>> keys = new LinkedHashMap<>();

    Family(String tables) {
        for (String line : tables.lines().toList()) {
            String table = line.substring(0, line.indexOf(':'));
            List<String> names = new ArrayList<>();
            List<String> key = new ArrayList<>();
            for (String column : line.substring(line.indexOf(':') + 2).split(" ", -1)) {
                String name = column.replace("*", "");
                names.add(name);
                if (column.endsWith("*")) {
                    key.add(name);
                }
            }
            columns.put(table, List.copyOf(names));
            keys.put(table, List.copyOf(key));
        }
    }

    public boolean has(String table) {
        return columns.containsKey(table);
    }

    boolean has(String table, String column) {
        return columns(table).contains(column);
    }

    public Iterable<String> tables() {
        return columns.keySet();
    }

    List<String> columns(String table) {
        return columns.getOrDefault(table, List.of());
    }

    public List<String> key(String table) {
        return keys.getOrDefault(table, List.of());
    }
}
