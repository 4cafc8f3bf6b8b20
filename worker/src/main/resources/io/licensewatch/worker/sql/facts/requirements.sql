-- The licence requirements of a role. By surfaces: all features of the bundles that its surface requires. By permissions: any feature with this
-- permission, or else the feature that it references, even a deleted one.

CREATE OR REPLACE FUNCTION licensewatch.requirement(tenant text, role text, resource text)
    RETURNS TABLE (feature_id text, any_of boolean) STABLE {{internal}} AS $$
DECLARE
    of_no_tenant boolean := licensewatch.role_of_no_tenant(role);
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
        JOIN public.feature_permissions f ON {{code:feature_permissions.permission_code:f.permission_code}} = {{code:permissions.code:p.code}}
        WHERE rp.role_id = {{as:role_permissions.role_id:role}} AND {{code:permissions.code:p.code}} = {{code:permissions.code:resource}}
            AND (rp.tenant_id = {{as:role_permissions.tenant_id:tenant}} OR (rp.tenant_id IS NULL AND of_no_tenant)) --? role_permissions.tenant_id
            AND p.tenant_id::text IS NOT DISTINCT FROM rp.tenant_id::text       --? permissions.tenant_id role_permissions.tenant_id
            AND (p.tenant_id = {{as:permissions.tenant_id:tenant}} OR (p.tenant_id IS NULL AND of_no_tenant)) --? permissions.tenant_id !role_permissions.tenant_id
        --?}
        --?{ role_permissions permissions.source_reference permissions.source feature_catalog
        UNION ALL SELECT coalesce(i.id, c.id, nullif({{code:permissions.source_reference:p.source_reference}}, '')), true
        FROM public.role_permissions rp JOIN public.permissions p ON p.id = rp.permission_id
        LEFT JOIN LATERAL (SELECT f.id::text AS id FROM public.feature_catalog f WHERE f.id::text = p.source_reference::text
            OR f.id::text = lower(p.source_reference::text)                           --? feature_catalog.id:uuid
            ) i ON true
        LEFT JOIN public.feature_catalog other ON i.id IS NULL AND {{code:feature_catalog.code:other.code}} = {{code:permissions.source_reference:p.source_reference}}
        CROSS JOIN LATERAL (SELECT other.id::text AS id) c
        WHERE rp.role_id = {{as:role_permissions.role_id:role}} AND {{code:permissions.code:p.code}} = {{code:permissions.code:resource}} AND {{code:permissions.source:p.source}} = 'license_feature'
            AND (rp.tenant_id = {{as:role_permissions.tenant_id:tenant}} OR (rp.tenant_id IS NULL AND of_no_tenant)) --? role_permissions.tenant_id
            AND p.tenant_id::text IS NOT DISTINCT FROM rp.tenant_id::text       --? permissions.tenant_id role_permissions.tenant_id
            AND (p.tenant_id = {{as:permissions.tenant_id:tenant}} OR (p.tenant_id IS NULL AND of_no_tenant)) --? permissions.tenant_id !role_permissions.tenant_id
            AND NOT EXISTS (SELECT FROM public.feature_permissions o WHERE {{code:feature_permissions.permission_code:o.permission_code}} = {{code:permissions.code:p.code}}) --? feature_permissions
        --?}
        ) q WHERE q.feature IS NOT NULL;
END $$;

-- Rows without a tenant may define the permissions of such a role; only rows of its tenant define those of a tenant's role.
CREATE OR REPLACE FUNCTION licensewatch.role_of_no_tenant(role text) RETURNS boolean STABLE {{internal}} AS $$
BEGIN
    RETURN EXISTS (SELECT FROM public.roles r WHERE r.id = {{as:roles.id:role}} AND r.tenant_id IS NULL); --? roles.tenant_id
    RETURN true;                                                                --? !roles.tenant_id
END $$;

-- Required features that are not licensed; none if the requirement is satisfied, or if it no longer exists.
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
