-- The schema that the runbook's statements assume: few tables, keys that are the rows themselves.

CREATE TABLE tenant_feature_grants (
    tenant_id uuid,
    feature_id uuid,
    granted_at timestamptz,
    is_active boolean,
    expires_at timestamptz,
    PRIMARY KEY (tenant_id, feature_id)
);

CREATE TABLE user_roles (
    user_id uuid,
    tenant_id uuid,
    role_id uuid,
    PRIMARY KEY (user_id, tenant_id, role_id)
);

CREATE TABLE onboarding_progress (
    tenant_id uuid PRIMARY KEY,
    current_step text,
    completed_steps text[],
    metadata jsonb DEFAULT '{}',
    completed boolean,
    completed_at timestamptz
);

CREATE TABLE product_offerings (
    offering_id uuid PRIMARY KEY
);

CREATE TABLE product_offering_features (
    offering_id uuid,
    feature_id uuid,
    PRIMARY KEY (offering_id, feature_id)
);

CREATE TABLE license_feature_bundle_features (
    bundle_id uuid,
    feature_id uuid,
    PRIMARY KEY (bundle_id, feature_id)
);

CREATE TABLE role_surface_bindings (
    role_id uuid,
    surface_id uuid,
    PRIMARY KEY (role_id, surface_id)
);

CREATE TABLE surface_license_bindings (
    surface_id uuid,
    required_bundle_id uuid,
    PRIMARY KEY (surface_id, required_bundle_id)
);

CREATE TABLE materialized_view_refresh_jobs (
    id uuid PRIMARY KEY,
    view_name text NOT NULL,
    started_at timestamptz NOT NULL,
    success boolean
);

CREATE SCHEMA auth;
CREATE TABLE auth.users (
    id uuid PRIMARY KEY,
    email text,
    last_sign_in_at timestamptz,
    is_active boolean
);
