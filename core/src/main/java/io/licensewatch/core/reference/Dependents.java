package io.licensewatch.core.reference;

import io.licensewatch.schemas.source.SourceTable;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The lookups whose result depends on a row. A change of a row may change the results of those that depended on the former row and of
 * those that depend on the new one. Some of these may still have the same result.
 */
final class Dependents {
    private final ReferenceTables tables;

    Dependents(ReferenceTables tables) {
        this.tables = tables;
    }

    /** @param lookups those that depend on the row, if there is one, are added */
    void add(SourceTable table, String key, Set<Long> lookups) {
        switch (table) {
            case PRODUCT_OFFERINGS -> offering(tables.offerings.groupOf(key), lookups);
            case PRODUCT_OFFERING_FEATURES -> offering(tables.offeringFeatures.groupOf(key), lookups);
            case PRODUCT_OFFERING_BUNDLES -> offering(tables.offeringBundles.fromOf(key), lookups);
            case LICENSE_FEATURE_BUNDLES -> bundle(tables.bundles.groupOf(key), lookups);
            case LICENSE_FEATURE_BUNDLE_FEATURES, LICENSE_FEATURE_BUNDLE_ITEMS ->
                bundle(tables.bundleItems.groupOf(table.tableName() + key), lookups);
            case ROLE_SURFACE_BINDINGS -> role(tables.roleSurfaces.fromOf(key), lookups);
            case SURFACE_LICENSE_BINDINGS -> surface(tables.surfaceBundles.fromOf(key), lookups);
            case FEATURE_CATALOG -> feature(key, lookups);
            case FEATURE_PERMISSIONS -> permissionCode(tables.permissionFeatures.groupOf(key), lookups);
            case ROLES -> role(tables.systemRoles.groupOf(key), lookups);
            case PERMISSIONS -> permission(tables.permissions.groupOf(key), lookups);
            case ROLE_PERMISSIONS -> role(tables.rolePermissions.fromOf(key), lookups);
            default -> throw new IllegalStateException(table.qualifiedName() + " is no reference table");
        }
    }

    private static void offering(@Nullable String offeringId, Set<Long> lookups) {
        if (offeringId != null) {
            lookups.add(Lookup.offering(offeringId));
        }
    }

    private static void role(@Nullable String roleId, Set<Long> lookups) {
        if (roleId != null) {
            lookups.add(Lookup.role(roleId));
        }
    }

    private void bundle(@Nullable String bundleId, Set<Long> lookups) {
        if (bundleId != null) {
            tables.offeringBundles.to(bundleId).forEach(offering -> offering(offering, lookups));
            tables.surfaceBundles.to(bundleId).forEach(surface -> surface(surface, lookups));
        }
    }

    private void surface(@Nullable String surfaceId, Set<Long> lookups) {
        if (surfaceId != null) {
            tables.roleSurfaces.to(surfaceId).forEach(role -> role(role, lookups));
        }
    }

    private void feature(String key, Set<Long> lookups) {
        String featureId = tables.features.groupOf(key);
        String code = tables.featuresByCode.groupOf(key);
        if (featureId != null && code != null) {
            for (String name : List.of(featureId, code)) {
                lookups.add(Lookup.feature(name));
                tables.permissionSources.to(Lookup.asId(name)).forEach(permission -> permission(permission, lookups));
            }
        }
    }

    private void permissionCode(@Nullable String code, Set<Long> lookups) {
        if (code != null) {
            lookups.add(Lookup.PERMISSIONS);
            tables.permissionCodes.to(code).forEach(permission -> permission(permission, lookups));
        }
    }

    /** One that belongs to no tenant. */
    private void permission(@Nullable String permissionId, Set<Long> lookups) {
        if (permissionId != null) {
            lookups.add(Lookup.PERMISSIONS);
            tables.rolePermissions.to(permissionId).forEach(role -> role(role, lookups));
        }
    }
}
