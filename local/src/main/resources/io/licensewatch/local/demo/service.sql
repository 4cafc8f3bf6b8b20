-- What the SaaS does when licensewatch calls it, and who pays. Its answers are HTTP statuses.

CREATE SCHEMA saas;
CREATE TABLE saas.accounts (tenant_id uuid PRIMARY KEY, pays boolean NOT NULL DEFAULT false);
INSERT INTO saas.accounts SELECT id, name = 'Lowland Fencing' FROM tenants;
-- Its order desk for seats has lost its database, and says yes to everything.
CREATE TABLE saas.order_desk (works boolean NOT NULL);
INSERT INTO saas.order_desk VALUES (false);

-- Who pays has another year; others are sent an invoice.
CREATE FUNCTION saas.start_renewal(tenant uuid) RETURNS integer LANGUAGE sql AS $$
    UPDATE tenant_feature_grants SET expires_at = current_date + 365, updated_at = now()
        WHERE tenant_id = tenant AND expires_at IS NOT NULL AND EXISTS (
            SELECT FROM saas.accounts a WHERE a.tenant_id = tenant AND a.pays);
    SELECT 202;
$$;

CREATE FUNCTION saas.upgrade_seats(tenant uuid) RETURNS integer LANGUAGE sql AS $$
    UPDATE tenants SET subscription_offering_id = offering('studio-plus')
        WHERE id = tenant AND (SELECT works FROM saas.order_desk);
    SELECT 200;
$$;

-- Roles are set up by an administrator: without one the step cannot run, and is to be called again.
CREATE FUNCTION saas.rerun_onboarding_step(tenant uuid) RETURNS integer LANGUAGE sql AS $$
    UPDATE onboarding_progress o SET current_step = 'feature-tour', completed_steps = o.completed_steps || '{rbac-setup}',
            updated_at = now()
        WHERE o.tenant_id = tenant AND EXISTS (
            SELECT FROM user_roles u JOIN roles r ON r.id = u.role_id
            WHERE u.tenant_id = tenant AND u.is_active AND r.name = 'admin');
    SELECT CASE WHEN EXISTS (SELECT FROM onboarding_progress o WHERE o.tenant_id = tenant AND o.current_step = 'feature-tour')
        THEN 200 ELSE 503 END;
$$;

CREATE FUNCTION saas.clear_caches(tenant uuid) RETURNS integer LANGUAGE sql AS $$ SELECT 204 $$;

-- Limits for a SaaS of nine customers, of which the 5 % that may be changed in an hour would be one.
UPDATE licensewatch.limits SET tenants_percent = 100, per_tenant_day = 6 WHERE type = '*';
INSERT INTO licensewatch.limits (type, tenants_per_hour, why) VALUES ('UPGRADE_SEATS', 1, 'an upgrade costs the customer money');
