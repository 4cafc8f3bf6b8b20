package io.licensewatch.cdc.preflight;

import io.licensewatch.schemas.source.SourceTable;

/** What is lost when a table does not exist, for a person. */
final class Watching {
    private Watching() {}

    static String without(SourceTable table) {
        return switch (table) {
            case TENANTS -> "tenants' names, seat limits and the end of subscriptions are not watched";
            case TENANT_FEATURE_GRANTS -> "licences and their expiry are not watched";
            case USER_ROLES -> "seats and affected users are not watched";
            case ONBOARDING_PROGRESS -> "onboarding is watched only by the tenants table";
            case ROLES -> "inactive and deleted roles count as active ones";
            case PRODUCT_OFFERINGS -> "seat limits are not watched";
            case PRODUCT_OFFERING_FEATURES -> "what an offering contains is not known";
            case LICENSE_FEATURE_BUNDLE_FEATURES, LICENSE_FEATURE_BUNDLE_ITEMS ->
                "what a bundle contains is not known, so drift by bundles is not watched";
            case ROLE_SURFACE_BINDINGS, SURFACE_LICENSE_BINDINGS ->
                "drift between roles and licences is not watched by surfaces and bundles";
            case PERMISSIONS, ROLE_PERMISSIONS, FEATURE_PERMISSIONS ->
                "drift between roles and licences is not watched by permissions";
            case LICENSE_ASSIGNMENTS -> "a tenant's offering is known from the tenants table only";
            case PRODUCT_OFFERING_BUNDLES -> "what an offering contains by bundles is not known";
            case LICENSE_FEATURE_BUNDLES -> "inactive and deleted bundles count as live ones";
            case AUTH_USERS -> "banned, deleted and inactive users take a seat as others do";
            case MATERIALIZED_VIEW_REFRESH_JOBS -> "refreshes of materialized views are not watched";
            case FEATURE_CATALOG -> "retired features count as live ones, and features have no names";
        };
    }
}
