package io.licensewatch.core.reference;

import io.licensewatch.core.row.Columns;
import io.licensewatch.core.row.PermissionRow;
import io.licensewatch.core.row.RolePermissionRow;
import io.licensewatch.core.row.RoleRow;
import io.licensewatch.core.row.RowOrigin;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.SourceTable;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The rows of the reference tables in memory, indexed by their lookup keys. */
final class ReferenceTables {
    /** The code of a feature without a code; no text of Postgres contains this character. */
    private static final String NO_CODE = "\0";

    final GroupedRows<OfferingRow> offerings = new GroupedRows<>();
    final GroupedRows<String> offeringFeatures = new GroupedRows<>();
    final JoinedRows offeringBundles = new JoinedRows();
    final GroupedRows<Boolean> bundles = new GroupedRows<>();
    final GroupedRows<BundleItem> bundleItems = new GroupedRows<>();
    final JoinedRows roleSurfaces = new JoinedRows();
    final JoinedRows surfaceBundles = new JoinedRows();
    final GroupedRows<FeatureRow> features = new GroupedRows<>();
    final GroupedRows<String> featuresByCode = new GroupedRows<>();
    final GroupedRows<String> permissionFeatures = new GroupedRows<>();
    final GroupedRows<RoleRow> systemRoles = new GroupedRows<>();
    final GroupedRows<PermissionRow> permissions = new GroupedRows<>();
    final JoinedRows permissionCodes = new JoinedRows();
    final JoinedRows permissionSources = new JoinedRows();
    final JoinedRows rolePermissions = new JoinedRows();

    record OfferingRow(String offeringId, @Nullable String name, SeatLimit limit, boolean live) {}

    record FeatureRow(@Nullable String code, boolean live) {}

    record BundleItem(String featureId, boolean required) {}

    void put(SourceTable table, RowOrigin origin, Columns row) throws MalformedRecordException {
        String key = origin.key();
        switch (table) {
            case PRODUCT_OFFERINGS -> {
                OfferingRow offering = offering(row);
                offerings.put(key, offering.offeringId(), offering);
            }
            case PRODUCT_OFFERING_FEATURES ->
                offeringFeatures.put(key, row.requiredText("offering_id"), row.requiredText("feature_id"));
            case PRODUCT_OFFERING_BUNDLES ->
                offeringBundles.put(key, row.requiredText("offering_id"), row.requiredText("bundle_id"));
            case LICENSE_FEATURE_BUNDLES -> bundles.put(key, row.requiredText("id"), row.live());
            case LICENSE_FEATURE_BUNDLE_FEATURES, LICENSE_FEATURE_BUNDLE_ITEMS ->
                bundleItems.put(
                        table.tableName() + key,
                        row.requiredText("bundle_id"),
                        new BundleItem(row.requiredText("feature_id"), row.notFalse("is_required")));
            case ROLE_SURFACE_BINDINGS ->
                roleSurfaces.put(key, row.requiredText("role_id"), row.requiredText("surface_id"));
            case SURFACE_LICENSE_BINDINGS ->
                surfaceBundles.put(key, row.requiredText("surface_id"), row.requiredText("required_bundle_id"));
            case FEATURE_CATALOG -> {
                String featureId = row.requiredText("id");
                String code = row.text("code");
                features.put(key, featureId, new FeatureRow(code, row.live()));
                featuresByCode.put(key, code == null ? NO_CODE : code, featureId);
            }
            case FEATURE_PERMISSIONS ->
                permissionFeatures.put(key, row.requiredText("permission_code"), row.requiredText("feature_id"));
            case ROLES -> {
                RoleRow role = RoleRow.of(origin, row);
                systemRoles.put(key, role.roleId(), role);
            }
            case PERMISSIONS -> {
                PermissionRow permission = PermissionRow.of(origin, row);
                permissions.put(key, permission.permissionId(), permission);
                permissionCodes.put(key, permission.permissionId(), String.valueOf(permission.code()));
                permissionSources.put(
                        key, permission.permissionId(), Lookup.asId(String.valueOf(permission.sourceFeature())));
            }
            case ROLE_PERMISSIONS -> {
                RolePermissionRow held = RolePermissionRow.of(origin, row);
                if (held.roleId() == null || held.permissionId() == null) {
                    rolePermissions.remove(key);
                } else {
                    rolePermissions.put(key, held.roleId(), held.permissionId());
                }
            }
            default -> throw new MalformedRecordException(table.qualifiedName() + " is no reference table");
        }
    }

    private static OfferingRow offering(Columns row) throws MalformedRecordException {
        SeatLimit limit = new SeatLimit.Unknown();
        if (row.has("max_users")) {
            limit = limit(row);
        }
        return new OfferingRow(
                row.requiredText(row.has("id") ? "id" : "offering_id"), row.describedText("name"), limit, row.live());
    }

    /** {@code numeric} has an infinity, too. A limit below 0 is unknown, as is NaN. */
    private static SeatLimit limit(Columns row) throws MalformedRecordException {
        switch (String.valueOf(row.values().get("max_users")).toLowerCase(Locale.ROOT)) {
            case "null", "infinity" -> {
                return new SeatLimit.Unlimited();
            }
            case "nan", "-infinity" -> {
                return new SeatLimit.Unknown();
            }
            default -> {
                Long seats = row.number("max_users");
                return seats == null || seats < 0 ? new SeatLimit.Unknown() : new SeatLimit.Limited(seats);
            }
        }
    }

    void remove(SourceTable table, String key) {
        switch (table) {
            case PRODUCT_OFFERINGS -> offerings.remove(key);
            case PRODUCT_OFFERING_FEATURES -> offeringFeatures.remove(key);
            case PRODUCT_OFFERING_BUNDLES -> offeringBundles.remove(key);
            case LICENSE_FEATURE_BUNDLES -> bundles.remove(key);
            case LICENSE_FEATURE_BUNDLE_FEATURES, LICENSE_FEATURE_BUNDLE_ITEMS ->
                bundleItems.remove(table.tableName() + key);
            case ROLE_SURFACE_BINDINGS -> roleSurfaces.remove(key);
            case SURFACE_LICENSE_BINDINGS -> surfaceBundles.remove(key);
            case FEATURE_CATALOG -> {
                features.remove(key);
                featuresByCode.remove(key);
            }
            case FEATURE_PERMISSIONS -> permissionFeatures.remove(key);
            case ROLES -> systemRoles.remove(key);
            case PERMISSIONS -> {
                permissions.remove(key);
                permissionCodes.remove(key);
                permissionSources.remove(key);
            }
            case ROLE_PERMISSIONS -> rolePermissions.remove(key);
            default -> throw new IllegalStateException(table.qualifiedName() + " is no reference table");
        }
    }
}
