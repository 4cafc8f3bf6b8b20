CREATE OR REPLACE FUNCTION id(name text) RETURNS uuid IMMUTABLE LANGUAGE sql AS $$ SELECT md5(name)::uuid $$;

INSERT INTO product_offerings (offering_id) VALUES (id('basic'));
INSERT INTO product_offering_features (offering_id, feature_id) SELECT id('basic'), id('feature ' || n) FROM generate_series(1, 5) n;
INSERT INTO license_feature_bundle_features (bundle_id, feature_id) VALUES
    (id('events'), id('feature 3')), (id('events'), id('feature 4')), (id('reports'), id('feature 9'));
INSERT INTO surface_license_bindings (surface_id, required_bundle_id) VALUES
    (id('events surface'), id('events')), (id('reports surface'), id('reports'));
INSERT INTO role_surface_bindings (role_id, surface_id)
    SELECT id('member ' || t), id(s || ' surface') FROM unnest(ARRAY['A', 'B']) t, unnest(ARRAY['events', 'reports']) s;
INSERT INTO role_surface_bindings (role_id, surface_id) VALUES (id('shared role'), id('reports surface'));

INSERT INTO auth.users (id, email, last_sign_in_at, is_active)
    SELECT id(name), name || '@example.org', now() - days * interval '1 day', true FROM (VALUES
        ('boss A', 1), ('boss B', 1), ('idle 1', 200), ('idle 2', 150), ('idle 3', 100), ('busy', 2), ('never', NULL)) u (name, days);
INSERT INTO user_roles (user_id, tenant_id, role_id)
    SELECT id('boss ' || t), id(t), id('admin ' || t) FROM unnest(ARRAY['A', 'B']) t;
INSERT INTO user_roles (user_id, tenant_id, role_id)
    SELECT id(u), id(t), id('member ' || t)
    FROM unnest(ARRAY['A', 'B']) t, unnest(ARRAY['idle 1', 'idle 2', 'idle 3', 'busy', 'never']) u;
INSERT INTO user_roles (user_id, tenant_id, role_id) VALUES
    (id('idle 1'), id('A'), id('helper A')), (id('busy'), id('A'), id('shared role')), (id('busy'), id('B'), id('shared role'));

INSERT INTO tenant_feature_grants (tenant_id, feature_id, granted_at, is_active, expires_at)
    SELECT id(t), id('feature ' || n), now() - interval '300 days', n <> 2, CASE n WHEN 3 THEN NULL ELSE now() - interval '2 days' END
    FROM unnest(ARRAY['A', 'B']) t, generate_series(1, 3) n;

INSERT INTO onboarding_progress (tenant_id, current_step, completed_steps, completed)
    SELECT id(t), 'complete', '{welcome,payment}', false FROM unnest(ARRAY['A', 'B']) t;
REFRESH MATERIALIZED VIEW tenant_user_effective_permissions;
