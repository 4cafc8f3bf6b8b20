package io.licensewatch.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is sold, and what roles need: made at the beginning, changed now and then. */
final class Catalogue {
    static final int FEATURES = 16;
    static final int CODES = 24;
    static final List<String> VIEWS = List.of("tenant_user_effective_permissions", "tenant_license_facts");

    final List<String> features = new ArrayList<>();
    final List<String> offerings = new ArrayList<>();
    final List<String> bundles = new ArrayList<>();
    final List<String> surfaces = new ArrayList<>();
    private final Set<Theme> without;

    Catalogue(Set<Theme> without) {
        this.without = without;
    }

    void make(Draft d) {
        for (int i = 0; i < FEATURES; i++) {
            features.add(d.insert("feature_catalog", "code", "feature-" + i, "name", "Feature " + i, "is_active", true)
                    .text("id"));
        }
        for (int i = 0; i < 4; i++) {
            bundles.add(bundle(d, i));
            surfaces.add(d.newId());
        }
        for (int i = 0; i < 5; i++) {
            offerings.add(offering(d, i));
        }
        for (int i = 0; i < CODES * 3 / 4; i++) {
            permissionNeeds(d, i % CODES);
        }
        surfaces.forEach(surface -> surfaceNeeds(d, surface));
        systemRole(d);
    }

    private String bundle(Draft d, int number) {
        String id = d.newId();
        d.insert("license_feature_bundles", "id", id, "code", "bundle-" + number, "name", "B", "is_active", true);
        d.some(features, 20).forEach(feature -> item(d, id, feature));
        return id;
    }

    private static void item(Draft d, String bundle, String feature) {
        d.insert(
                "license_feature_bundle_items", "bundle_id", bundle, "feature_id", feature, "is_required", !d.oneIn(4));
        d.insert("license_feature_bundle_features", "bundle_id", bundle, "feature_id", feature);
    }

    private String offering(Draft d, int number) {
        String id = d.newId();
        d.insert(
                "product_offerings",
                "id",
                id,
                "offering_id",
                id,
                "code",
                "offering-" + number,
                "name",
                "Offering " + number,
                "tier",
                "t",
                "max_users",
                seats(d),
                "is_active",
                true);
        d.some(features, 50)
                .forEach(feature -> d.insert("product_offering_features", "offering_id", id, "feature_id", feature));
        if (!without.contains(Theme.BUNDLES)) {
            d.some(bundles, 40)
                    .forEach(bundle -> d.insert("product_offering_bundles", "offering_id", id, "bundle_id", bundle));
        }
        return id;
    }

    private static @Nullable Integer seats(Draft d) {
        return d.oneOfOrNone(0, 2, 5, 10, 11);
    }

    private void permissionNeeds(Draft d, int code) {
        d.any(features)
                .ifPresent(feature -> d.insert(
                        "feature_permissions",
                        "feature_id",
                        feature,
                        "permission_code",
                        "code-" + code,
                        "is_required",
                        !d.oneIn(5)));
    }

    private void surfaceNeeds(Draft d, String surface) {
        d.any(bundles)
                .ifPresent(bundle ->
                        d.insert("surface_license_bindings", "surface_id", surface, "required_bundle_id", bundle));
    }

    private void systemRole(Draft d) {
        if (!without.contains(Theme.TENANTLESS)) {
            d.insert("roles", "name", "System", "metadata_key", "system", "is_active", true, "is_system", true);
        }
    }

    /** A change of the catalogue; what it means for tenants is everybody's surprise. */
    void change(Draft d) {
        switch (d.random.nextInt(9)) {
            case 0 -> d.anyOf("feature_catalog").ifPresent(row -> switchOff(d, "feature_catalog", row));
            case 1 ->
                d.anyOf("product_offerings").ifPresent(row -> {
                    if (d.family().has("product_offerings", "max_users")) {
                        d.update("product_offerings", row, "max_users", seats(d));
                    }
                });
            case 2 ->
                addOrRemove(
                        d,
                        "product_offering_features",
                        () -> d.insert(
                                "product_offering_features",
                                "offering_id",
                                d.any(offerings).orElseThrow(),
                                "feature_id",
                                d.any(features).orElseThrow()));
            case 3 ->
                addOrRemove(
                        d,
                        d.family().has("license_feature_bundle_items")
                                ? "license_feature_bundle_items"
                                : "license_feature_bundle_features",
                        () -> item(
                                d, d.any(bundles).orElseThrow(), d.any(features).orElseThrow()));
            case 4 ->
                d.anyOf("license_feature_bundle_items")
                        .ifPresent(row ->
                                d.update("license_feature_bundle_items", row, "is_required", d.random.nextBoolean()));
            case 5 -> addOrRemove(d, "feature_permissions", () -> permissionNeeds(d, d.random.nextInt(CODES)));
            case 6 ->
                addOrRemove(
                        d,
                        "surface_license_bindings",
                        () -> surfaceNeeds(d, d.any(surfaces).orElseThrow()));
            case 7 -> {
                if (!without.contains(Theme.BUNDLES)) {
                    d.anyOf("license_feature_bundles").ifPresent(row -> switchOff(d, "license_feature_bundles", row));
                }
            }
            default -> {
                if (!without.contains(Theme.BUNDLES)) {
                    addOrRemove(
                            d,
                            "product_offering_bundles",
                            () -> d.insert(
                                    "product_offering_bundles",
                                    "offering_id",
                                    d.any(offerings).orElseThrow(),
                                    "bundle_id",
                                    d.any(bundles).orElseThrow()));
                }
            }
        }
    }

    static void addOrRemove(Draft d, String table, Runnable add) {
        if (d.random.nextBoolean()) {
            add.run();
        } else {
            d.anyOf(table).ifPresent(row -> d.delete(table, row));
        }
    }

    /** Deactivated, softly deleted, or back. */
    static void switchOff(Draft d, String table, Row row) {
        boolean live = row.is("is_active", true) && row.is("deleted_at", null);
        if (!live) {
            d.update(table, row, "is_active", true, "deleted_at", null);
        } else if (d.random.nextBoolean()) {
            d.update(table, row, "is_active", false);
        } else {
            d.update(table, row, "deleted_at", d.now);
        }
    }

    /** A refresh is written when it starts, and again when it has ended. */
    static void refreshView(Draft d) {
        Row job = d.insert(
                "materialized_view_refresh_jobs",
                "view_name",
                d.any(VIEWS).orElseThrow(),
                "started_at",
                d.now,
                "success",
                false,
                "concurrent",
                d.random.nextBoolean(),
                "created_at",
                d.now);
        boolean success = d.oneIn(3);
        d.then("a view refresh ends", e -> {
            if (e.rows.has("materialized_view_refresh_jobs", job)) {
                e.update(
                        "materialized_view_refresh_jobs",
                        job,
                        "completed_at",
                        e.now,
                        "success",
                        success,
                        "error_message",
                        success ? null : "canceling statement due to lock timeout");
            }
        });
    }
}
