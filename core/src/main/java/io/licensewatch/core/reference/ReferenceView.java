package io.licensewatch.core.reference;

import io.licensewatch.core.row.PermissionRow;
import io.licensewatch.core.row.RoleRow;
import io.licensewatch.schemas.source.SourceTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers lookups from the reference tables; what had to be joined is kept until a row changes. */
final class ReferenceView implements Reference {
    private final ReferenceTables tables;
    private final Map<Permission, Optional<Requirement>> permissionRequirements = new HashMap<>();
    private final Map<String, List<Requirement>> requirements = new HashMap<>();
    private final Map<String, Optional<Offering>> joinedOfferings = new HashMap<>();
    private final RoleStandings standings;
    private long version;
    private Set<String> captured = Set.of();
    private Set<String> enforced = Set.of();

    /** What a requirement of a permission depends on. */
    private record Permission(String code, @Nullable String sourceFeature) {}

    ReferenceView(ReferenceTables tables, RoleStandings standings) {
        this.tables = tables;
        this.standings = standings;
    }

    void capture(Set<String> present, Set<String> heldColumns) {
        captured = Set.copyOf(present);
        enforced = Set.copyOf(heldColumns);
        forgetDerived();
    }

    boolean captures(Set<String> present, Set<String> heldColumns) {
        return captured.equals(present) && enforced.equals(heldColumns);
    }

    /** A row has changed. */
    void forgetDerived() {
        version++;
        requirements.clear();
        joinedOfferings.clear();
        permissionRequirements.clear();
    }

    void standingsChanged() {
        version++;
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public boolean captured(SourceTable table) {
        return captured.contains(table.qualifiedName());
    }

    @Override
    public Optional<Offering> offering(String offeringId) {
        return joinedOfferings.computeIfAbsent(
                offeringId,
                id -> tables.offerings.of(id).stream()
                        .findFirst()
                        .map(row -> new Offering(id, row.name(), row.limit(), row.live(), featuresOfOffering(id))));
    }

    /** Those that it names, and those of its bundles. */
    private Set<String> featuresOfOffering(String offeringId) {
        Set<String> found = new HashSet<>(tables.offeringFeatures.of(offeringId));
        for (String bundle : tables.offeringBundles.of(offeringId)) {
            if (bundleLive(bundle)) {
                tables.bundleItems.of(bundle).forEach(item -> found.add(item.featureId()));
            }
        }
        return found;
    }

    /** As with features: where there is a table of bundles, one that it does not have is none. */
    private boolean bundleLive(String bundleId) {
        return !captured(SourceTable.LICENSE_FEATURE_BUNDLES)
                || tables.bundles.of(bundleId).contains(true);
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
        if (!tables.systemRoles.of(roleId).isEmpty()) {
            for (String permissionId : tables.rolePermissions.of(roleId)) {
                ofNoTenant(permissionId, row -> true).ifPresent(union::add);
            }
        }
        return union.all();
    }

    @Override
    public Optional<Requirement> permissionRequirement(
            String permissionId, @Nullable String code, @Nullable String sourceFeature) {
        if (code != null) {
            return permissionRequirements.computeIfAbsent(
                    new Permission(code, sourceFeature), k -> permissionModel(code, sourceFeature));
        }
        return ofNoTenant(permissionId, PermissionRow::shared);
    }

    /** A role of no tenant has any such permission; a tenant's role only one that has no place for a tenant. */
    private Optional<Requirement> ofNoTenant(String permissionId, Predicate<PermissionRow> which) {
        return tables.permissions.of(permissionId).stream()
                .filter(row -> row.permits() && which.test(row))
                .findFirst()
                .flatMap(row -> permissionModel(String.valueOf(row.code()), row.sourceFeature()));
    }

    /** Permission to the features that name it; if none does, to the feature that brought it. */
    private Optional<Requirement> permissionModel(String code, @Nullable String sourceFeature) {
        TreeSet<String> found = new TreeSet<>(tables.permissionFeatures.of(code));
        if (found.isEmpty() && sourceFeature != null) {
            found.addAll(named(sourceFeature));
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(new Requirement(code, Requirement.Mode.ANY_OF, found));
    }

    /** The feature with this id, which may be written in capitals, or this code; one that is gone has the name it had. */
    private Collection<String> named(String feature) {
        for (String id : List.of(feature, Lookup.asId(feature))) {
            if (!tables.features.of(id).isEmpty()) {
                return List.of(id);
            }
        }
        Collection<String> coded = tables.featuresByCode.of(feature);
        boolean gone = coded.isEmpty() && !feature.isEmpty() && captured(SourceTable.FEATURE_CATALOG);
        return gone ? List.of(feature) : coded;
    }

    /** Role to surface to required bundles to all of their features. */
    private List<Requirement> bundleModel(String roleId) {
        Map<String, TreeSet<String>> bySurface = new TreeMap<>();
        for (String surface : tables.roleSurfaces.of(roleId)) {
            for (String bundle : tables.surfaceBundles.of(surface)) {
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
        return tables.bundleItems.of(bundleId).stream()
                .filter(ReferenceTables.BundleItem::required)
                .map(ReferenceTables.BundleItem::featureId);
    }

    @Override
    public boolean featureLive(String featureId) {
        if (!captured(SourceTable.FEATURE_CATALOG)) {
            return true;
        }
        return tables.features.of(featureId).stream().anyMatch(ReferenceTables.FeatureRow::live);
    }

    @Override
    public @Nullable String featureCode(String featureId) {
        for (ReferenceTables.FeatureRow row : tables.features.of(featureId)) {
            return row.code();
        }
        return null;
    }

    @Override
    public Optional<RoleRow> systemRole(String roleId) {
        return tables.systemRoles.of(roleId).stream().findFirst();
    }

    @Override
    public boolean isLiveRole(String roleId) {
        return standings.of(roleId).orElseGet(() -> enforces(SourceTable.ROLES));
    }

    @Override
    public boolean enforces(SourceTable table) {
        return table.heldBy().filter(enforced::contains).isPresent();
    }
}
