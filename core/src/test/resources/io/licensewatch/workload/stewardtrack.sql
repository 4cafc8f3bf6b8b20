-- The watched part of StewardTrack's schema. No foreign keys: a tenant's rows go after the tenant itself.

CREATE TABLE tenants (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    status text NOT NULL,
    subscription_tier text NOT NULL,
    subscription_status text NOT NULL,
    subscription_end_date timestamptz,
    subscription_offering_id uuid,
    onboarding_completed boolean,
    onboarding_completed_at timestamptz,
    created_at timestamptz,
    deleted_at timestamptz
);

CREATE TABLE tenant_feature_grants (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL,
    feature_id uuid NOT NULL,
    grant_source text NOT NULL,
    starts_at date,
    expires_at date
);

CREATE TABLE user_roles (
    id uuid PRIMARY KEY,
    tenant_id uuid,
    user_id uuid,
    role_id uuid,
    is_primary boolean,
    is_active boolean,
    assigned_at timestamptz,
    expires_at timestamptz,
    UNIQUE (tenant_id, user_id, role_id)
);

CREATE TABLE onboarding_progress (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL UNIQUE,
    user_id uuid NOT NULL,
    current_step text NOT NULL,
    completed_steps text[],
    is_completed boolean,
    completed_at timestamptz,
    church_data jsonb DEFAULT '{"contact": "somebody"}', -- must not be captured
    metadata jsonb DEFAULT '{}',
    created_at timestamptz,
    updated_at timestamptz,
    deleted_at timestamptz
);

CREATE TABLE roles (
    id uuid PRIMARY KEY,
    tenant_id uuid,
    name text NOT NULL,
    metadata_key text,
    is_active boolean,
    is_system boolean,
    deleted_at timestamptz
);

CREATE TABLE permissions (
    id uuid PRIMARY KEY,
    tenant_id uuid,
    code text NOT NULL,
    is_active boolean,
    source text,
    source_reference text
);

CREATE TABLE role_permissions (
    id uuid PRIMARY KEY,
    tenant_id uuid,
    role_id uuid,
    permission_id uuid
);

CREATE TABLE license_assignments (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL,
    offering_id uuid NOT NULL,
    previous_offering_id uuid,
    assigned_at timestamptz NOT NULL
);

CREATE TABLE product_offerings (
    id uuid PRIMARY KEY,
    code text NOT NULL UNIQUE,
    name text,
    tier text NOT NULL,
    max_users integer, -- null: unlimited
    is_active boolean,
    deleted_at timestamptz
);

CREATE TABLE product_offering_features (
    id uuid PRIMARY KEY,
    offering_id uuid NOT NULL,
    feature_id uuid NOT NULL
);

CREATE TABLE product_offering_bundles (
    id uuid PRIMARY KEY,
    offering_id uuid NOT NULL,
    bundle_id uuid NOT NULL
);

CREATE TABLE license_feature_bundles (
    id uuid PRIMARY KEY,
    code text NOT NULL,
    name text,
    is_active boolean,
    deleted_at timestamptz
);

CREATE TABLE license_feature_bundle_items (
    id uuid PRIMARY KEY,
    bundle_id uuid NOT NULL,
    feature_id uuid NOT NULL,
    is_required boolean
);

CREATE TABLE feature_catalog (
    id uuid PRIMARY KEY,
    code text NOT NULL UNIQUE,
    name text,
    is_active boolean,
    deleted_at timestamptz
);

CREATE TABLE feature_permissions (
    id uuid PRIMARY KEY,
    feature_id uuid NOT NULL,
    permission_code text NOT NULL,
    is_required boolean
);

CREATE TABLE materialized_view_refresh_jobs (
    id uuid PRIMARY KEY,
    view_name text NOT NULL,
    started_at timestamptz NOT NULL,
    completed_at timestamptz,
    duration_ms integer,
    row_count bigint,
    success boolean DEFAULT false,
    error_message text,
    concurrent boolean NOT NULL,
    created_at timestamptz
);

CREATE SCHEMA auth;
CREATE TABLE auth.users (
    id uuid PRIMARY KEY,
    email text,
    last_sign_in_at timestamptz,
    banned_until timestamptz,
    deleted_at timestamptz
);
