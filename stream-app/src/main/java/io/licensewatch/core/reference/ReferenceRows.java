package io.licensewatch.core.reference;

import io.licensewatch.core.row.Columns;
import io.licensewatch.core.row.PermissionRow;
import io.licensewatch.core.row.RolePermissionRow;
import io.licensewatch.core.row.RoleRow;
import io.licensewatch.core.row.RowOrigin;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.SourceTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The reference tables in memory, indexed for the questions that detectors ask. */
final class ReferenceRows implements Reference {
    private final GroupedRows<OfferingRow> offerings = new GroupedRows<>();
    private final GroupedRows<String> offeringFeatures = new GroupedRows<>();
    private final GroupedRows<String> offeringBundles = new GroupedRows<>();
    private final GroupedRows<Boolean> bundles = new GroupedRows<>();
    private final GroupedRows<BundleItem> bundleItems = new GroupedRows<>();
    private final GroupedRows<String> roleSurfaces = new GroupedRows<>();
    private final GroupedRows<String> surfaceBundles = new GroupedRows<>();
    private final GroupedRows<FeatureRow> features = new GroupedRows<>();
    private final GroupedRows<String> featuresByCode = new GroupedRows<>();
    private final GroupedRows<String> permissionFeatures = new GroupedRows<>();
    private final GroupedRows<RoleRow> systemRoles = new GroupedRows<>();
    private final GroupedRows<PermissionRow> permissions = new GroupedRows<>();
    private final GroupedRows<String> rolePermissions = new GroupedRows<>();
    private final Map<String, Optional<Requirement>> permissionRequirements = new HashMap<>();
    private final Map<String, List<Requirement>> requirements = new HashMap<>();
    private final Map<String, Optional<Offering>> joinedOfferings = new HashMap<>();
    private Set<String> captured = Set.of();

    private record OfferingRow(String offeringId, @Nullable String name, SeatLimit limit, boolean live) {}

    private record FeatureRow(@Nullable String code, boolean live) {}

    private record BundleItem(String featureId, boolean required) {}

    void capture(Set<String> tables) {
        captured = Set.copyOf(tables);
        forgetDerived();
    }

    boolean captures(Set<String> tables) {
        return captured.equals(tables);
    }

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
            case LICENSE_FEATURE_BUNDLES -> bundles.put(key, row.requiredText("id"), live(row));
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
                features.put(key, featureId, new FeatureRow(code, live(row)));
                featuresByCode.put(key, code == null ? "" : code, featureId);
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
        forgetDerived();
    }

    private static OfferingRow offering(Columns row) throws MalformedRecordException {
        SeatLimit limit = new SeatLimit.Unknown();
        if (row.has("max_users")) {
            Long seats = row.number("max_users");
            limit = seats == null ? new SeatLimit.Unlimited() : limited(seats);
        }
        return new OfferingRow(
                row.requiredText(row.has("id") ? "id" : "offering_id"), row.text("name"), limit, live(row));
    }

    /** A limit below 0 limits nothing that anyone could mean. */
    private static SeatLimit limited(long seats) {
        return seats < 0 ? new SeatLimit.Unknown() : new SeatLimit.Limited(seats);
    }

    private static boolean live(Columns row) throws MalformedRecordException {
        return row.notFalse("is_active") && row.text("deleted_at") == null;
    }

    void remove(SourceTable table, String key) {
        switch (table) {
            case LICENSE_FEATURE_BUNDLE_FEATURES, LICENSE_FEATURE_BUNDLE_ITEMS ->
                bundleItems.remove(table.tableName() + key);
            case FEATURE_CATALOG -> {
                features.remove(key);
                featuresByCode.remove(key);
            }
            default -> rowsOf(table).remove(key);
        }
        forgetDerived();
    }

    private GroupedRows<?> rowsOf(SourceTable table) {
        return switch (table) {
            case PRODUCT_OFFERINGS -> offerings;
            case PRODUCT_OFFERING_FEATURES -> offeringFeatures;
            case PRODUCT_OFFERING_BUNDLES -> offeringBundles;
            case LICENSE_FEATURE_BUNDLES -> bundles;
            case ROLE_SURFACE_BINDINGS -> roleSurfaces;
            case SURFACE_LICENSE_BINDINGS -> surfaceBundles;
            case FEATURE_PERMISSIONS -> permissionFeatures;
            case ROLES -> systemRoles;
            case PERMISSIONS -> permissions;
            case ROLE_PERMISSIONS -> rolePermissions;
            default -> throw new IllegalStateException(table.qualifiedName() + " is no reference table");
        };
    }

    private void forgetDerived() {
        requirements.clear();
        joinedOfferings.clear();
        permissionRequirements.clear();
    }

    @Override
    public boolean captured(SourceTable table) {
        return captured.contains(table.qualifiedName());
    }

    @Override
    public Optional<Offering> offering(String offeringId) {
        return joinedOfferings.computeIfAbsent(
                offeringId,
                id -> offerings.of(id).stream()
                        .findFirst()
                        .map(row -> new Offering(id, row.name(), row.limit(), row.live(), featuresOfOffering(id))));
    }

    /** Those that it names, and those of its bundles. */
    private Set<String> featuresOfOffering(String offeringId) {
        Set<String> found = new HashSet<>(offeringFeatures.of(offeringId));
        for (String bundle : offeringBundles.of(offeringId)) {
            if (bundleLive(bundle)) {
                bundleItems.of(bundle).forEach(item -> found.add(item.featureId()));
            }
        }
        return found;
    }

    /** As with features: where there is a table of bundles, one that it does not have is none. */
    private boolean bundleLive(String bundleId) {
        return !captured(SourceTable.LICENSE_FEATURE_BUNDLES)
                || bundles.of(bundleId).contains(true);
    }

    @Override
    public List<Requirement> requirements(String roleId) {
        List<Requirement> known = requirements.get(roleId);
        if (known == null) {
            known = requirementsOf(roleId);
            requirements.put(roleId, known);
        }
        return known;
    }

    /** A role of a tenant has its permissions there; a role of no tenant has them here. */
    private List<Requirement> requirementsOf(String roleId) {
        Requirement.Union union = new Requirement.Union(bundleModel(roleId));
        if (!systemRoles.of(roleId).isEmpty()) {
            for (String permissionId : rolePermissions.of(roleId)) {
                permissionRequirement(permissionId, null, null).ifPresent(union::add);
            }
        }
        return union.all();
    }

    @Override
    public Optional<Requirement> permissionRequirement(
            String permissionId, @Nullable String code, @Nullable String sourceFeature) {
        if (code != null) {
            return permissionRequirements.computeIfAbsent(
                    code + '\0' + sourceFeature, k -> permissionModel(code, sourceFeature));
        }
        return permissions.of(permissionId).stream()
                .filter(PermissionRow::permits)
                .findFirst()
                .flatMap(row -> permissionModel(String.valueOf(row.code()), row.sourceFeature()));
    }

    /** Permission to the features that name it; if none does, to the feature that brought it. */
    private Optional<Requirement> permissionModel(String code, @Nullable String sourceFeature) {
        TreeSet<String> found = new TreeSet<>(permissionFeatures.of(code));
        if (found.isEmpty() && sourceFeature != null) {
            if (features.of(sourceFeature).isEmpty()) {
                found.addAll(featuresByCode.of(sourceFeature));
            } else {
                found.add(sourceFeature);
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(new Requirement(code, Requirement.Mode.ANY_OF, found));
    }

    /** Role to surface to required bundles to all of their features. */
    private List<Requirement> bundleModel(String roleId) {
        Map<String, TreeSet<String>> bySurface = new TreeMap<>();
        for (String surface : roleSurfaces.of(roleId)) {
            for (String bundle : surfaceBundles.of(surface)) {
                if (bundleLive(bundle)) {
                    required(bundle).forEach(bySurface.computeIfAbsent(surface, s -> new TreeSet<>())::add);
                }
            }
        }
        List<Requirement> found = new ArrayList<>();
        bySurface.forEach((surface, needed) -> found.add(new Requirement(surface, Requirement.Mode.ALL_OF, needed)));
        return List.copyOf(found);
    }

    private Stream<String> required(String bundleId) {
        return bundleItems.of(bundleId).stream().filter(BundleItem::required).map(BundleItem::featureId);
    }

    @Override
    public boolean featureLive(String featureId) {
        if (!captured(SourceTable.FEATURE_CATALOG)) {
            return true;
        }
        return features.of(featureId).stream().anyMatch(FeatureRow::live);
    }

    @Override
    public @Nullable String featureCode(String featureId) {
        for (FeatureRow row : features.of(featureId)) {
            return row.code();
        }
        return null;
    }

    @Override
    public Optional<RoleRow> systemRole(String roleId) {
        return systemRoles.of(roleId).stream().findFirst();
    }
}
