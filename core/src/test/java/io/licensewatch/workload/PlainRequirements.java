package io.licensewatch.workload;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What roles of a tenant need a licence for. */
final class PlainRequirements {
    private final Tables rows;
    private final String tenant;

    PlainRequirements(Tables rows, String tenant) {
        this.rows = rows;
        this.tenant = tenant;
    }

    /** By resource: the mode, and the features that are missing. */
    Map<String, String> unsatisfied(String role, Set<String> licensed) {
        Map<String, String> items = new TreeMap<>();
        ofSurfaces(role).forEach((surface, features) -> {
            features.removeAll(licensed);
            if (!features.isEmpty()) {
                items.put(surface, "ALL_OF " + String.join(",", features));
            }
        });
        ofPermissions(role).forEach((code, features) -> {
            if (!features.isEmpty() && features.stream().noneMatch(licensed::contains)) {
                items.put(code, "ANY_OF " + String.join(",", features));
            }
        });
        return items;
    }

    private Map<String, Set<String>> ofSurfaces(String role) {
        Map<String, Set<String>> found = new TreeMap<>();
        for (Row surface : rows.where("role_surface_bindings", "role_id", role)) {
            for (Row bundle : rows.where("surface_license_bindings", "surface_id", surface.get("surface_id"))) {
                Set<String> features = found.computeIfAbsent(surface.text("surface_id"), one -> new TreeSet<>());
                rows.where("license_feature_bundle_features", "bundle_id", bundle.get("required_bundle_id"))
                        .forEach(item -> features.add(item.text("feature_id")));
                rows.where("license_feature_bundle_items", "bundle_id", bundle.get("required_bundle_id")).stream()
                        .filter(item -> !item.is("is_required", false))
                        .forEach(item -> features.add(item.text("feature_id")));
            }
        }
        return found;
    }

    private Map<String, Set<String>> ofPermissions(String role) {
        Map<String, Set<String>> found = new TreeMap<>();
        for (Row row : rows.where("role_permissions", "role_id", role)) {
            if (!row.is("tenant_id", tenant) && !(row.is("tenant_id", null) && isSystems(role))) {
                continue;
            }
            for (Row permission : rows.where("permissions", "id", row.get("permission_id"))) {
                if (permission.is("tenant_id", row.get("tenant_id"))) {
                    found.computeIfAbsent(permission.text("code"), code -> new TreeSet<>())
                            .addAll(features(permission));
                }
            }
        }
        return found;
    }

    private boolean isSystems(String role) {
        return rows.where("roles", "id", role).stream().anyMatch(row -> row.is("tenant_id", null));
    }

    private List<String> features(Row permission) {
        List<String> needed = rows.where("feature_permissions", "permission_code", permission.get("code")).stream()
                .map(row -> row.text("feature_id"))
                .toList();
        if (!needed.isEmpty() || !permission.is("source", "license_feature")) {
            return needed;
        }
        Object reference = permission.get("source_reference");
        List<Row> byId = rows.where("feature_catalog", "id", reference);
        List<Row> named = byId.isEmpty() ? rows.where("feature_catalog", "code", reference) : byId;
        return named.isEmpty() && reference instanceof String text && !text.isEmpty()
                ? List.of(text)
                : named.stream().map(row -> row.text("id")).toList();
    }
}
