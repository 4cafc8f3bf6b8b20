-- The licensing tables of a made-up booking SaaS for clubs and studios. Ids are derived from names, so that
-- statements stay readable: tenant('Blue Door Yoga') is that tenant's id.

CREATE FUNCTION tenant(name text) RETURNS uuid IMMUTABLE LANGUAGE sql AS $$ SELECT md5('tenant ' || name)::uuid $$;
CREATE FUNCTION role(tenant text, name text) RETURNS uuid IMMUTABLE LANGUAGE sql
    AS $$ SELECT md5('role ' || tenant || ' ' || name)::uuid $$;
CREATE FUNCTION offering(code text) RETURNS uuid IMMUTABLE LANGUAGE sql AS $$ SELECT md5('offering ' || code)::uuid $$;
CREATE FUNCTION feature(code text) RETURNS uuid IMMUTABLE LANGUAGE sql AS $$ SELECT md5('feature ' || code)::uuid $$;
CREATE FUNCTION bundle(code text) RETURNS uuid IMMUTABLE LANGUAGE sql AS $$ SELECT md5('bundle ' || code)::uuid $$;
CREATE FUNCTION surface(code text) RETURNS uuid IMMUTABLE LANGUAGE sql AS $$ SELECT md5('surface ' || code)::uuid $$;

CREATE TABLE product_offerings (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    code text NOT NULL UNIQUE,
    name text NOT NULL,
    tier text NOT NULL,
    max_users integer, -- null: unlimited
    is_active boolean NOT NULL DEFAULT true,
    deleted_at timestamptz
);

CREATE TABLE feature_catalog (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    code text NOT NULL UNIQUE,
    name text NOT NULL,
    is_active boolean NOT NULL DEFAULT true,
    deleted_at timestamptz
);

CREATE TABLE product_offering_features (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    offering_id uuid NOT NULL REFERENCES product_offerings,
    feature_id uuid NOT NULL REFERENCES feature_catalog,
    UNIQUE (offering_id, feature_id)
);

-- What a surface (a part of the product) needs: a role is bound to surfaces, a surface to a bundle of features.
CREATE TABLE license_feature_bundles (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    code text NOT NULL UNIQUE,
    name text NOT NULL,
    is_active boolean NOT NULL DEFAULT true,
    deleted_at timestamptz
);

CREATE TABLE license_feature_bundle_items (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    bundle_id uuid NOT NULL REFERENCES license_feature_bundles,
    feature_id uuid NOT NULL REFERENCES feature_catalog,
    is_required boolean NOT NULL DEFAULT true,
    UNIQUE (bundle_id, feature_id)
);

CREATE TABLE surface_license_bindings (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    surface_id uuid NOT NULL,
    required_bundle_id uuid NOT NULL REFERENCES license_feature_bundles,
    UNIQUE (surface_id, required_bundle_id)
);

CREATE TABLE tenants (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL,
    status text NOT NULL DEFAULT 'active',
    subscription_tier text NOT NULL DEFAULT 'standard',
    subscription_status text NOT NULL DEFAULT 'active',
    subscription_end_date timestamptz,
    subscription_offering_id uuid REFERENCES product_offerings,
    onboarding_completed boolean NOT NULL DEFAULT false,
    onboarding_completed_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz
);

CREATE TABLE tenant_feature_grants (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
    feature_id uuid NOT NULL REFERENCES feature_catalog,
    grant_source text NOT NULL DEFAULT 'package',
    starts_at date NOT NULL DEFAULT current_date - 300,
    expires_at date, -- inclusive; null: never
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE roles (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid REFERENCES tenants ON DELETE CASCADE,
    name text NOT NULL,
    metadata_key text,
    is_active boolean NOT NULL DEFAULT true,
    is_system boolean NOT NULL DEFAULT false,
    deleted_at timestamptz
);

CREATE TABLE role_surface_bindings (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    role_id uuid NOT NULL REFERENCES roles ON DELETE CASCADE,
    surface_id uuid NOT NULL,
    UNIQUE (role_id, surface_id)
);

CREATE SCHEMA auth;
CREATE TABLE auth.users (
    id uuid PRIMARY KEY,
    email text, -- is never captured
    last_sign_in_at timestamptz,
    banned_until timestamptz,
    deleted_at timestamptz
);

CREATE TABLE user_roles (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid REFERENCES tenants ON DELETE CASCADE,
    user_id uuid DEFAULT gen_random_uuid() REFERENCES auth.users,
    role_id uuid REFERENCES roles ON DELETE CASCADE,
    is_primary boolean NOT NULL DEFAULT true,
    is_active boolean NOT NULL DEFAULT true,
    assigned_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz,
    UNIQUE (tenant_id, user_id, role_id)
);

-- A user that is given a role has an account.
CREATE FUNCTION sign_up_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO auth.users (id, email) VALUES (NEW.user_id, NEW.user_id || '@example.org') ON CONFLICT DO NOTHING;
    RETURN NEW;
END
$$;
CREATE TRIGGER sign_up_user BEFORE INSERT ON user_roles
    FOR EACH ROW WHEN (NEW.user_id IS NOT NULL) EXECUTE FUNCTION sign_up_user();

CREATE TABLE onboarding_progress (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL UNIQUE REFERENCES tenants ON DELETE CASCADE,
    user_id uuid NOT NULL DEFAULT gen_random_uuid(),
    current_step text NOT NULL DEFAULT 'welcome',
    completed_steps text[] NOT NULL DEFAULT '{}',
    is_completed boolean NOT NULL DEFAULT false,
    completed_at timestamptz,
    metadata jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz
);

-- What the product reads: who may open what, and what each customer has.
CREATE MATERIALIZED VIEW effective_access AS
    SELECT u.tenant_id, u.user_id, b.surface_id FROM user_roles u JOIN role_surface_bindings b ON b.role_id = u.role_id
    GROUP BY u.tenant_id, u.user_id, b.surface_id;
CREATE UNIQUE INDEX effective_access_key ON effective_access (tenant_id, user_id, surface_id);
CREATE MATERIALIZED VIEW licence_summary AS
    SELECT tenant_id, count(*) AS grants, count(DISTINCT feature_id) AS features FROM tenant_feature_grants GROUP BY tenant_id;
CREATE UNIQUE INDEX licence_summary_key ON licence_summary (tenant_id);

-- What the scheduler writes when it refreshes a materialized view: once when it starts, once when it ends.
CREATE TABLE materialized_view_refresh_jobs (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    view_name text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    completed_at timestamptz,
    duration_ms integer,
    row_count bigint,
    success boolean NOT NULL DEFAULT false,
    error_message text, -- may hold anything, so only its presence is captured
    concurrent boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- A refresh that has ended, just now or a while ago.
CREATE FUNCTION refreshed(view text, succeeded boolean, ago interval DEFAULT '0 s') RETURNS void LANGUAGE sql AS $$
    INSERT INTO materialized_view_refresh_jobs (view_name, started_at, completed_at, success, error_message)
        VALUES (view, clock_timestamp() - ago, clock_timestamp() - ago, succeeded,
                CASE WHEN NOT succeeded THEN 'could not create unique index' END);
$$;

-- Signs up a customer: the tenant, its roles, the grants of its offering. Onboarding is done by default.
CREATE FUNCTION sign_up(tenant_name text, offering_code text, expires date DEFAULT NULL, onboarded boolean DEFAULT true)
    RETURNS void LANGUAGE sql AS $$
    INSERT INTO tenants (id, name, subscription_tier, subscription_offering_id, onboarding_completed, created_at)
        SELECT tenant(tenant_name), tenant_name, o.tier, o.id, onboarded, now() - interval '300 days'
        FROM product_offerings o WHERE o.code = offering_code;
    INSERT INTO roles (id, tenant_id, name, metadata_key)
        SELECT role(tenant_name, name), tenant(tenant_name), name, 'role_' || name
        FROM unnest(ARRAY ['admin', 'coach', 'front desk', 'bookkeeper']) name;
    INSERT INTO tenant_feature_grants (tenant_id, feature_id, expires_at)
        SELECT tenant(tenant_name), f.feature_id, expires
        FROM product_offering_features f WHERE f.offering_id = offering(offering_code);
$$;

-- Gives new users a role, each of them a seat.
CREATE FUNCTION hire(how_many integer, tenant_name text, role_name text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO user_roles (tenant_id, user_id, role_id)
        SELECT tenant(tenant_name), gen_random_uuid(), role(tenant_name, role_name)
        FROM generate_series(1, how_many);
$$;
