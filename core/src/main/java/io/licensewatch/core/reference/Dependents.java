package io.licensewatch.core.reference;

import io.licensewatch.schemas.source.SourceTable;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which answers rest on a row. What a change may alter is what rested on the row before it and what rests on it after; some of
 * these answers may be the same all the same.
 */
final class Dependents {
    private final ReferenceTables tables;

    Dependents(ReferenceTables tables) {
        this.tables = tables;
    }

    /** @param questions those that rest on the row, if there is one, are added */
    void add(SourceTable table, String key, Set<Long> questions) {
        switch (table) {
            case PRODUCT_OFFERINGS -> offering(tables.offerings.groupOf(key), questions);
            case PRODUCT_OFFERING_FEATURES -> offering(tables.offeringFeatures.groupOf(key), questions);
            case PRODUCT_OFFERING_BUNDLES -> offering(tables.offeringBundles.fromOf(key), questions);
            case LICENSE_FEATURE_BUNDLES -> bundle(tables.bundles.groupOf(key), questions);
            case LICENSE_FEATURE_BUNDLE_FEATURES, LICENSE_FEATURE_BUNDLE_ITEMS ->
                bundle(tables.bundleItems.groupOf(table.tableName() + key), questions);
            case ROLE_SURFACE_BINDINGS -> role(tables.roleSurfaces.fromOf(key), questions);
            case SURFACE_LICENSE_BINDINGS -> surface(tables.surfaceBundles.fromOf(key), questions);
            case FEATURE_CATALOG -> feature(key, questions);
            case FEATURE_PERMISSIONS -> permissionCode(tables.permissionFeatures.groupOf(key), questions);
            case ROLES -> role(tables.systemRoles.groupOf(key), questions);
            case PERMISSIONS -> permission(tables.permissions.groupOf(key), questions);
            case ROLE_PERMISSIONS -> role(tables.rolePermissions.fromOf(key), questions);
            default -> throw new IllegalStateException(table.qualifiedName() + " is no reference table");
        }
    }

    private static void offering(@Nullable String offeringId, Set<Long> questions) {
        if (offeringId != null) {
            questions.add(Lookup.offering(offeringId));
        }
    }

    private static void role(@Nullable String roleId, Set<Long> questions) {
        if (roleId != null) {
            questions.add(Lookup.role(roleId));
        }
    }

    private void bundle(@Nullable String bundleId, Set<Long> questions) {
        if (bundleId != null) {
            tables.offeringBundles.to(bundleId).forEach(offering -> offering(offering, questions));
            tables.surfaceBundles.to(bundleId).forEach(surface -> surface(surface, questions));
        }
    }

    private void surface(@Nullable String surfaceId, Set<Long> questions) {
        if (surfaceId != null) {
            tables.roleSurfaces.to(surfaceId).forEach(role -> role(role, questions));
        }
    }

    private void feature(String key, Set<Long> questions) {
        String featureId = tables.features.groupOf(key);
        String code = tables.featuresByCode.groupOf(key);
        if (featureId != null && code != null) {
            for (String name : List.of(featureId, code)) {
                questions.add(Lookup.feature(name));
                tables.permissionSources.to(Lookup.asId(name)).forEach(permission -> permission(permission, questions));
            }
        }
    }

    private void permissionCode(@Nullable String code, Set<Long> questions) {
        if (code != null) {
            questions.add(Lookup.PERMISSIONS);
            tables.permissionCodes.to(code).forEach(permission -> permission(permission, questions));
        }
    }

    /** One that belongs to no tenant. */
    private void permission(@Nullable String permissionId, Set<Long> questions) {
        if (permissionId != null) {
            questions.add(Lookup.PERMISSIONS);
            tables.rolePermissions.to(permissionId).forEach(role -> role(role, questions));
        }
    }
}
