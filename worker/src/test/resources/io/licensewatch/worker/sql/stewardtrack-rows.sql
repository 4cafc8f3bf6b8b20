CREATE OR REPLACE FUNCTION id(name text) RETURNS uuid IMMUTABLE LANGUAGE sql AS $$ SELECT md5(name)::uuid $$;

INSERT INTO feature_catalog (id, code, name, is_active)
    SELECT id('feature ' || n), 'feature-' || n, 'Feature ' || n, true FROM generate_series(1, 9) n;
INSERT INTO product_offerings (id, code, tier, max_users, is_active) VALUES (id('basic'), 'basic', 'basic', 2, true);
INSERT INTO product_offering_features (id, offering_id, feature_id)
    SELECT id('basic ' || n), id('basic'), id('feature ' || n) FROM generate_series(1, 5) n;
INSERT INTO feature_permissions (id, feature_id, permission_code) VALUES
    (id('fp 4'), id('feature 4'), 'events:write'), (id('fp 9'), id('feature 9'), 'reports:read');
INSERT INTO roles (id, tenant_id, name, is_active) VALUES (id('system role'), NULL, 'support', true);

INSERT INTO auth.users (id, email, last_sign_in_at)
    SELECT id(name), name || '@example.org', now() - days * interval '1 day' FROM (VALUES
        ('boss A', 200), ('boss B', 1), ('idle 1', 200), ('idle 2', 150), ('idle 3', 100), ('busy', 2), ('never', NULL)) u (name, days);

INSERT INTO tenants (id, name, status, subscription_tier, subscription_status, subscription_end_date, subscription_offering_id,
        onboarding_completed, created_at)
    SELECT id(t), t, 'active', 'basic', 'active', NULL, id('basic'), false, now() - interval '300 days' FROM unnest(ARRAY['A', 'B']) t;
INSERT INTO roles (id, tenant_id, name, metadata_key, is_active)
    SELECT id(r || ' ' || t), id(t), r, 'role_' || r, true FROM unnest(ARRAY['A', 'B']) t, unnest(ARRAY['admin', 'member', 'helper']) r;
INSERT INTO permissions (id, tenant_id, code, is_active)
    SELECT id(p || ' ' || t), id(t), p, true FROM unnest(ARRAY['A', 'B']) t, unnest(ARRAY['events:write', 'reports:read']) p;
INSERT INTO role_permissions (id, tenant_id, role_id, permission_id)
    SELECT id('member ' || p || ' ' || t), id(t), id('member ' || t), id(p || ' ' || t)
    FROM unnest(ARRAY['A', 'B']) t, unnest(ARRAY['events:write', 'reports:read']) p;
INSERT INTO role_permissions (id, tenant_id, role_id, permission_id)
    VALUES (id('system events:write'), NULL, id('system role'), id('events:write A'));

-- In A 6 of 2 seats are used, 3 of the users are idle; one holds two roles, one an assignment without a tenant.
INSERT INTO user_roles (id, tenant_id, user_id, role_id, is_active)
    SELECT id('boss ' || t || ' in ' || t), id(t), id('boss ' || t), id('admin ' || t), true FROM unnest(ARRAY['A', 'B']) t;
INSERT INTO user_roles (id, tenant_id, user_id, role_id, is_active)
    SELECT id(u || ' in ' || t), CASE WHEN u = 'idle 3' THEN NULL ELSE id(t) END, id(u), id('member ' || t), true
    FROM unnest(ARRAY['A', 'B']) t, unnest(ARRAY['idle 1', 'idle 2', 'idle 3', 'busy', 'never']) u;
INSERT INTO user_roles (id, tenant_id, user_id, role_id, is_active)
    VALUES (id('idle 1 helps A'), id('A'), id('idle 1'), id('helper A'), true);

-- Features 1 and 2 have lapsed, 3 is licensed.
INSERT INTO tenant_feature_grants (id, tenant_id, feature_id, grant_source, starts_at, expires_at)
    SELECT id('grant ' || n || ' ' || t), id(t), id('feature ' || n), 'package', current_date - 300,
        CASE n WHEN 3 THEN NULL ELSE current_date - 2 END
    FROM unnest(ARRAY['A', 'B']) t, generate_series(1, 3) n;

INSERT INTO onboarding_progress (id, tenant_id, user_id, current_step, completed_steps, is_completed, created_at, updated_at)
    SELECT id('onboarding ' || t), id(t), id('busy'), 'complete', '{welcome,payment}', false, now() - interval '9 days',
        now() - interval '9 days'
    FROM unnest(ARRAY['A', 'B']) t;
REFRESH MATERIALIZED VIEW seats_by_tenant;
