package io.licensewatch.core.detect;

import io.licensewatch.core.reference.Offering;
import io.licensewatch.core.reference.Reference;
import io.licensewatch.core.reference.Requirement;
import io.licensewatch.core.row.RoleRow;
import io.licensewatch.schemas.source.SourceTable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reference data as a test tells it; every table is captured unless it says otherwise. */
final class GivenReference implements Reference {
    final Set<SourceTable> captured = EnumSet.allOf(SourceTable.class);
    final Map<String, Offering> offerings = new HashMap<>();
    final Map<String, List<Requirement>> requirements = new HashMap<>();
    final Set<String> retired = new HashSet<>();
    final Map<String, String> codes = new HashMap<>();
    final Set<String> foreignRoles = new HashSet<>();
    final Map<String, RoleRow> systemRoles = new HashMap<>();

    void require(String roleId, Requirement requirement) {
        requirements.computeIfAbsent(roleId, r -> new ArrayList<>()).add(requirement);
    }

    @Override
    public long version() {
        return 0;
    }

    @Override
    public boolean captured(SourceTable table) {
        return captured.contains(table);
    }

    @Override
    public Optional<Offering> offering(String offeringId) {
        return Optional.ofNullable(offerings.get(offeringId));
    }

    @Override
    public List<Requirement> requirements(String roleId) {
        return requirements.getOrDefault(roleId, List.of());
    }

    @Override
    public Optional<Requirement> permissionRequirement(
            String permissionId, @Nullable String code, @Nullable String sourceFeature) {
        return Optional.empty();
    }

    @Override
    public boolean featureLive(String featureId) {
        return !retired.contains(featureId);
    }

    @Override
    public @Nullable String featureCode(String featureId) {
        return codes.get(featureId);
    }

    @Override
    public boolean enforces(SourceTable table) {
        return false;
    }

    @Override
    public boolean isLiveRole(String roleId) {
        return foreignRoles.contains(roleId);
    }

    @Override
    public Optional<RoleRow> systemRole(String roleId) {
        return Optional.ofNullable(systemRoles.get(roleId));
    }
}
