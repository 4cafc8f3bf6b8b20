package io.licensewatch.schemas.source;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The watched tables, and of each the columns that may leave the database. Nothing personal is on these lists.
 *
 * <p>A column or a whole table may be absent from a given database: both families of the schema (StewardTrack's own and the one
 * that its runbook assumes) are covered by listing the columns of both. Primary-key columns are captured whatever their name. Of
 * a column with free text, such as an error message, only its presence is captured.
 */
public enum SourceTable {
    TENANTS(
            "tenants",
            "id",
            "id",
            "name",
            "status",
            "subscription_tier",
            "subscription_status",
            "subscription_end_date",
            "subscription_offering_id",
            "onboarding_completed",
            "onboarding_completed_at",
            "created_at",
            "deleted_at"),
    TENANT_FEATURE_GRANTS(
            "tenant_feature_grants",
            "tenant_id",
            "id",
            "tenant_id",
            "feature_id",
            "grant_source",
            "starts_at",
            "granted_at",
            "expires_at",
            "is_active"),
    USER_ROLES("user_roles", "tenant_id", "id", "tenant_id", "user_id", "role_id", "is_active", "expires_at"),
    ONBOARDING_PROGRESS(
            "onboarding_progress",
            "tenant_id",
            "id",
            "tenant_id",
            "current_step",
            "completed_steps",
            "is_completed",
            "completed",
            "completed_at",
            "created_at",
            "updated_at",
            "deleted_at"),
    ROLES("roles", "tenant_id", "id", "tenant_id", "name", "metadata_key", "is_active", "is_system", "deleted_at"),
    PERMISSIONS("permissions", "tenant_id", "id", "tenant_id", "code", "is_active", "source", "source_reference"),
    ROLE_PERMISSIONS("role_permissions", "tenant_id", "id", "tenant_id", "role_id", "permission_id"),
    LICENSE_ASSIGNMENTS(
            "license_assignments",
            "tenant_id",
            "id",
            "tenant_id",
            "offering_id",
            "previous_offering_id",
            "assigned_at"),
    PRODUCT_OFFERINGS(
            "product_offerings",
            "",
            "id",
            "offering_id",
            "code",
            "name",
            "tier",
            "max_users",
            "is_active",
            "deleted_at"),
    PRODUCT_OFFERING_FEATURES("product_offering_features", "", "id", "offering_id", "feature_id"),
    PRODUCT_OFFERING_BUNDLES("product_offering_bundles", "", "id", "offering_id", "bundle_id"),
    LICENSE_FEATURE_BUNDLES("license_feature_bundles", "", "id", "code", "name", "is_active", "deleted_at"),
    LICENSE_FEATURE_BUNDLE_FEATURES(
            "license_feature_bundle_features", "", "id", "bundle_id", "feature_id", "is_required"),
    LICENSE_FEATURE_BUNDLE_ITEMS("license_feature_bundle_items", "", "id", "bundle_id", "feature_id", "is_required"),
    ROLE_SURFACE_BINDINGS("role_surface_bindings", "", "id", "role_id", "surface_id"),
    SURFACE_LICENSE_BINDINGS("surface_license_bindings", "", "id", "surface_id", "required_bundle_id"),
    FEATURE_CATALOG("feature_catalog", "", "id", "code", "name", "is_active", "deleted_at"),
    FEATURE_PERMISSIONS("feature_permissions", "", "id", "feature_id", "permission_code", "is_required"),
    AUTH_USERS("auth.users", "", "id", "banned_until", "deleted_at", "is_active"),
    MATERIALIZED_VIEW_REFRESH_JOBS(
            "materialized_view_refresh_jobs",
            "",
            "id",
            "view_name",
            "started_at",
            "completed_at",
            "success",
            "error_message",
            "concurrent",
            "created_at");

    /**
     * A field in the row images of a table with {@link #heldBy()}: true if a foreign key covers that column. Then a live row does
     * not have to be published.
     */
    public static final String ENFORCED = "enforced";

    /** The published value of a withheld column that is not null. */
    public static final String WITHHELD = "withheld";

    private final String schema;
    private final String tableName;
    private final String qualifiedName;
    private final String tenantColumn;
    private final List<String> columns;

    SourceTable(String name, String tenantColumn, String... columns) {
        TableName parsed = TableName.parse(name);
        this.schema = parsed.schema();
        this.tableName = parsed.table();
        this.qualifiedName = schema + "." + tableName;
        this.tenantColumn = tenantColumn;
        this.columns = List.of(columns);
    }

    public String schema() {
        return schema;
    }

    public String tableName() {
        return tableName;
    }

    /** {@code schema.table}, as Debezium and Postgres' catalog name it. */
    public String qualifiedName() {
        return qualifiedName;
    }

    /** Whether its rows belong to a tenant; the others are shared by all tenants. */
    public boolean hasTenant() {
        return !tenantColumn.isEmpty();
    }

    /** The column that holds the tenant; only for a table with a tenant. */
    public String tenantColumn() {
        if (!hasTenant()) {
            throw new IllegalStateException(tableName + " has no tenant column");
        }
        return tenantColumn;
    }

    /** The columns that may be captured, whichever of them exist. */
    public List<String> columns() {
        return columns;
    }

    /** Whether only the presence of the column's value may leave the database, since its text may name a person. */
    public boolean withholds(String column) {
        return this == MATERIALIZED_VIEW_REFRESH_JOBS && column.equals("error_message");
    }

    /** Whether its rows are reference data that all tenants share and the tenant tasks keep; jobs concern the system alone. */
    public boolean isReference() {
        return !hasTenant() && this != MATERIALIZED_VIEW_REFRESH_JOBS;
    }

    /** The column that refers to rows of this table, of any tenant, and makes a seat depend on them; empty for other tables. */
    public Optional<String> heldBy() {
        return switch (this) {
            case ROLES -> Optional.of("user_roles.role_id");
            case AUTH_USERS -> Optional.of("user_roles.user_id");
            default -> Optional.empty();
        };
    }

    /** @param qualifiedName {@code schema.table} */
    public static Optional<SourceTable> named(String qualifiedName) {
        return Optional.ofNullable(ByName.QUALIFIED.get(qualifiedName));
    }

    public static Optional<SourceTable> named(String schema, String table) {
        SourceTable found = ByName.PLAIN.get(table);
        return found != null && found.schema.equals(schema) ? Optional.of(found) : Optional.empty();
    }

    /** Names are unique. */
    private static final class ByName {
        static final Map<String, SourceTable> PLAIN = by(SourceTable::tableName);
        static final Map<String, SourceTable> QUALIFIED = by(SourceTable::qualifiedName);

        private static Map<String, SourceTable> by(Function<SourceTable, String> name) {
            return Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(name, table -> table));
        }
    }
}
