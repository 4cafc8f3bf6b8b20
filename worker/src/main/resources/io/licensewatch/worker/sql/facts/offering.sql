-- The offering of a tenant: the one that its row names; if there is no such column, the newest assignment that has begun.

CREATE OR REPLACE FUNCTION licensewatch.offering(tenant text) RETURNS text STABLE {{internal}} AS $$
BEGIN
    RETURN (SELECT t.subscription_offering_id::text FROM public.tenants t WHERE t.id = {{as:tenants.id:tenant}}); --? tenants.subscription_offering_id
    --?{ license_assignments !tenants.subscription_offering_id
    RETURN (SELECT a.offering_id::text FROM public.license_assignments a
        WHERE a.tenant_id = {{as:license_assignments.tenant_id:tenant}}
            AND EXISTS (SELECT FROM public.tenants t WHERE t.id = {{as:tenants.id:tenant}}) --? tenants.id
            AND (a.assigned_at IS NULL OR a.assigned_at <= clock_timestamp()) --? license_assignments.assigned_at:timestamptz
            AND (a.assigned_at IS NULL OR a.assigned_at <= clock_timestamp() AT TIME ZONE 'UTC') --? license_assignments.assigned_at:timestamp
            AND (a.assigned_at IS NULL OR a.assigned_at <= (clock_timestamp() AT TIME ZONE 'UTC')::date) --? license_assignments.assigned_at:date
        ORDER BY a.assigned_at DESC NULLS LAST, {{key:license_assignments:a}} DESC LIMIT 1);
    --?}
    RETURN NULL;
END $$;

-- Null if unknown, -1 without a limit.
CREATE OR REPLACE FUNCTION licensewatch.seat_limit(tenant text) RETURNS bigint STABLE {{internal}} AS $$
DECLARE
    bought text := licensewatch.offering(tenant);
BEGIN
    --?{ product_offerings.max_users
    RETURN (SELECT CASE WHEN p.max_users IS NULL THEN -1 WHEN p.max_users >= 0 THEN p.max_users END
        FROM public.product_offerings p WHERE p.id::text = bought);             --? product_offerings.id
        FROM public.product_offerings p WHERE p.offering_id::text = bought);    --? !product_offerings.id
    --?}
    RETURN NULL;                                                                --? !product_offerings.max_users
END $$;

CREATE OR REPLACE FUNCTION licensewatch.seats_used(tenant text, at timestamptz) RETURNS bigint STABLE {{internal}} AS $$
BEGIN
    RETURN (SELECT count(DISTINCT a.user_id) FROM licensewatch.live_assignments(tenant, at) a);
END $$;

-- The number of excess seats; by the limit in the command if the source has none.
CREATE OR REPLACE FUNCTION licensewatch.overage(command jsonb, at timestamptz) RETURNS bigint STABLE {{internal}} AS $$
DECLARE
    tenant text := command ->> 'tenantId';
    allowed bigint := coalesce(licensewatch.seat_limit(tenant), (command #>> '{guard,limit}')::bigint);
BEGIN
    RETURN CASE WHEN allowed < 0 OR allowed IS NULL THEN 0 ELSE licensewatch.seats_used(tenant, at) - allowed END;
END $$;

CREATE OR REPLACE FUNCTION licensewatch.feature_live(feature text) RETURNS boolean STABLE {{internal}} AS $$
BEGIN
    --?{ feature_catalog
    RETURN EXISTS (SELECT FROM public.feature_catalog f WHERE f.id = {{as:feature_catalog.id:feature}}
        AND f.is_active IS TRUE                                                 --? feature_catalog.is_active
        AND f.deleted_at IS NULL                                                --? feature_catalog.deleted_at
        );
    --?}
    RETURN true;                                                                --? !feature_catalog
END $$;

-- Features of an offering that are not retired, by itself and by its bundles.
CREATE OR REPLACE FUNCTION licensewatch.offered(bought text) RETURNS SETOF text STABLE {{internal}} AS $$
BEGIN
    RETURN QUERY SELECT DISTINCT o.feature FROM (
        SELECT NULL::text AS feature WHERE false
        --?{ product_offering_features
        UNION ALL SELECT p.feature_id::text FROM public.product_offering_features p WHERE p.offering_id::text = bought
        --?}
        --?{ product_offering_bundles license_feature_bundle_items
        UNION ALL SELECT i.feature_id::text FROM public.product_offering_bundles p
        JOIN public.license_feature_bundle_items i ON i.bundle_id = p.bundle_id
        WHERE p.offering_id::text = bought AND licensewatch.bundle_live(p.bundle_id::text)
        --?}
        --?{ product_offering_bundles license_feature_bundle_features
        UNION ALL SELECT i.feature_id::text FROM public.product_offering_bundles p
        JOIN public.license_feature_bundle_features i ON i.bundle_id = p.bundle_id
        WHERE p.offering_id::text = bought AND licensewatch.bundle_live(p.bundle_id::text)
        --?}
        ) o WHERE o.feature IS NOT NULL AND licensewatch.feature_live(o.feature);
END $$;

CREATE OR REPLACE FUNCTION licensewatch.bundle_live(bundle text) RETURNS boolean STABLE {{internal}} AS $$
BEGIN
    --?{ license_feature_bundles
    RETURN EXISTS (SELECT FROM public.license_feature_bundles b WHERE b.id = {{as:license_feature_bundles.id:bundle}}
        AND b.is_active IS TRUE                                                 --? license_feature_bundles.is_active
        AND b.deleted_at IS NULL                                                --? license_feature_bundles.deleted_at
        );
    --?}
    RETURN true;                                                                --? !license_feature_bundles
END $$;
