-- What a role needs a licence for. By surfaces: all features of the bundles that its surface requires. By permissions: any feature whose
-- permission it is, or else the feature that brought it.

CREATE OR REPLACE FUNCTION licensewatch.requirement(tenant text, role text, resource text)
    RETURNS TABLE (feature_id text, any_of boolean) STABLE {{internal}} AS $$
BEGIN
    RETURN QUERY SELECT DISTINCT q.feature, q.any_one FROM (
        SELECT NULL::text AS feature, NULL::boolean AS any_one WHERE false
        --?{ role_surface_bindings surface_license_bindings license_feature_bundle_items
        UNION ALL SELECT i.feature_id::text, false
        FROM public.role_surface_bindings rs JOIN public.surface_license_bindings sl ON sl.surface_id = rs.surface_id
        JOIN public.license_feature_bundle_items i ON i.bundle_id = sl.required_bundle_id
        WHERE rs.role_id = {{as:role_surface_bindings.role_id:role}} AND rs.surface_id::text = resource
            AND i.is_required IS NOT FALSE                                      --? license_feature_bundle_items.is_required
            AND licensewatch.bundle_live(i.bundle_id::text)
        --?}
        --?{ role_surface_bindings surface_license_bindings license_feature_bundle_features
        UNION ALL SELECT i.feature_id::text, false
        FROM public.role_surface_bindings rs JOIN public.surface_license_bindings sl ON sl.surface_id = rs.surface_id
        JOIN public.license_feature_bundle_features i ON i.bundle_id = sl.required_bundle_id
        WHERE rs.role_id = {{as:role_surface_bindings.role_id:role}} AND rs.surface_id::text = resource
            AND i.is_required IS NOT FALSE                                      --? license_feature_bundle_features.is_required
            AND licensewatch.bundle_live(i.bundle_id::text)
        --?}
        --?{ role_permissions permissions feature_permissions
        UNION ALL SELECT f.feature_id::text, true
        FROM public.role_permissions rp JOIN public.permissions p ON p.id = rp.permission_id
        JOIN public.feature_permissions f ON f.permission_code = p.code
        WHERE rp.role_id = {{as:role_permissions.role_id:role}} AND p.code = resource
            AND (rp.tenant_id IS NULL OR rp.tenant_id = {{as:role_permissions.tenant_id:tenant}}) --? role_permissions.tenant_id
            AND p.is_active IS NOT FALSE                                        --? permissions.is_active
        --?}
        --?{ role_permissions permissions.source_reference permissions.source feature_catalog
        UNION ALL SELECT f.id::text, true
        FROM public.role_permissions rp JOIN public.permissions p ON p.id = rp.permission_id
        JOIN public.feature_catalog f ON f.id::text = p.source_reference OR (f.code = p.source_reference
            AND NOT EXISTS (SELECT FROM public.feature_catalog named WHERE named.id::text = p.source_reference))
        WHERE rp.role_id = {{as:role_permissions.role_id:role}} AND p.code = resource AND p.source = 'license_feature'
            AND (rp.tenant_id IS NULL OR rp.tenant_id = {{as:role_permissions.tenant_id:tenant}}) --? role_permissions.tenant_id
            AND p.is_active IS NOT FALSE                                        --? permissions.is_active
            AND NOT EXISTS (SELECT FROM public.feature_permissions o WHERE o.permission_code = p.code) --? feature_permissions
        --?}
        ) q;
END $$;

-- Features that are needed and not licensed; none when the requirement is met, or when there is none any more.
CREATE OR REPLACE FUNCTION licensewatch.missing_features(tenant text, role text, resource text, at timestamptz)
    RETURNS SETOF text STABLE {{internal}} AS $$
BEGIN
    RETURN QUERY
    WITH needed AS (
        SELECT r.feature_id, r.any_of, coalesce(c.licensed, false) AS licensed
        FROM licensewatch.requirement(tenant, role, resource) r
        LEFT JOIN licensewatch.coverage(tenant, at) c ON c.feature_id = r.feature_id)
    SELECT n.feature_id FROM needed n
    WHERE NOT n.licensed AND NOT (n.any_of AND EXISTS (SELECT FROM needed o WHERE o.any_of AND o.licensed));
END $$;
