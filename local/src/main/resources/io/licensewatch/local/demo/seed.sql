-- The catalogue, and customers that are all in order (but one, see the end).

INSERT INTO feature_catalog (id, code, name)
    SELECT feature(code), code, name FROM (VALUES
        ('booking', 'Class booking'), ('members', 'Member directory'), ('checkin', 'Door check-in'),
        ('payroll', 'Payroll export'), ('invoicing', 'Invoicing'), ('analytics', 'Attendance analytics')) f (code, name);

INSERT INTO product_offerings (id, code, name, tier, max_users)
    SELECT offering(code), code, name, tier, seats FROM (VALUES
        ('studio', 'Studio', 'standard', 20), ('studio-plus', 'Studio Plus', 'standard', 40),
        ('club', 'Club', 'plus', 100), ('chain', 'Chain', 'enterprise', NULL))
        o (code, name, tier, seats);

INSERT INTO product_offering_features (offering_id, feature_id)
    SELECT offering(o), feature(f) FROM (VALUES
        ('studio', 'booking'), ('studio', 'members'), ('studio-plus', 'booking'), ('studio-plus', 'members'),
        ('club', 'booking'), ('club', 'members'), ('club', 'checkin'), ('club', 'payroll'), ('club', 'invoicing'),
        ('chain', 'booking'), ('chain', 'members'), ('chain', 'checkin'), ('chain', 'payroll'), ('chain', 'invoicing'),
        ('chain', 'analytics')) x (o, f);

INSERT INTO license_feature_bundles (id, code, name)
    VALUES (bundle('back-office'), 'back-office', 'Back office'), (bundle('insight'), 'insight', 'Insight');
INSERT INTO license_feature_bundle_items (bundle_id, feature_id, is_required) VALUES
    (bundle('back-office'), feature('payroll'), true),
    (bundle('back-office'), feature('invoicing'), true),
    (bundle('back-office'), feature('analytics'), false),
    (bundle('insight'), feature('analytics'), true);
INSERT INTO surface_license_bindings (surface_id, required_bundle_id) VALUES
    (surface('payroll page'), bundle('back-office')),
    (surface('attendance page'), bundle('insight'));

SELECT sign_up('Blue Door Yoga', 'studio');
SELECT sign_up(name, 'club') FROM unnest(ARRAY
    ['Old Mill Pottery', 'Tin Roof Theatre', 'Harbour Rowing', 'Copper Kettle Cooking', 'Quiet Corner Chess']) name;
SELECT sign_up('Northside Climbing', 'chain');

SELECT hire(1, name, 'admin') FROM tenants;
SELECT hire(6, name, 'coach') FROM tenants WHERE name <> 'Blue Door Yoga';
SELECT hire(16, 'Blue Door Yoga', 'coach');
SELECT hire(9, 'Copper Kettle Cooking', 'front desk');

-- Bookkeepers open the payroll page, for which the tenant needs the back-office bundle.
INSERT INTO role_surface_bindings (role_id, surface_id)
    SELECT id, surface('payroll page') FROM roles
    WHERE name = 'bookkeeper' AND tenant_id IN (tenant('Old Mill Pottery'), tenant('Quiet Corner Chess'));
SELECT hire(3, 'Old Mill Pottery', 'bookkeeper');
SELECT hire(2, 'Quiet Corner Chess', 'bookkeeper');

-- Coaches of the theatre see attendance, with a feature that was granted as a present: it is not part of their offering.
INSERT INTO tenant_feature_grants (tenant_id, feature_id, grant_source)
    VALUES (tenant('Tin Roof Theatre'), feature('analytics'), 'comp');
INSERT INTO role_surface_bindings (role_id, surface_id)
    VALUES (role('Tin Roof Theatre', 'coach'), surface('attendance page'));

-- One customer is in its last month already when licensewatch is started.
SELECT sign_up('Lowland Fencing', 'club', current_date + 19);
SELECT hire(1, 'Lowland Fencing', 'admin');
SELECT hire(4, 'Lowland Fencing', 'coach');

-- Five of the yoga coaches have not been seen for months.
UPDATE auth.users SET last_sign_in_at = now() - interval '4 months' WHERE id IN (
    SELECT user_id FROM user_roles WHERE role_id = role('Blue Door Yoga', 'coach') ORDER BY user_id LIMIT 5);

REFRESH MATERIALIZED VIEW effective_access;
REFRESH MATERIALIZED VIEW licence_summary;
