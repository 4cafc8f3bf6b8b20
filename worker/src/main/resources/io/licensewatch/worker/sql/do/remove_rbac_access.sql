--! needs role_surface_bindings.surface_id|role_permissions.permission_id
--! needs roles.tenant_id|user_roles.tenant_id
--! may DELETE role_surface_bindings --? role_surface_bindings
--! may UPDATE role_surface_bindings --? role_surface_bindings
--! may DELETE role_permissions --? role_permissions permissions
--! may UPDATE role_permissions --? role_permissions permissions
-- Removes a resource from a role of this tenant. A role without a tenant, or of several tenants, is refused, because all of them would be affected.

CREATE OR REPLACE FUNCTION licensewatch.do_remove_rbac_access(command jsonb, execute boolean) RETURNS jsonb VOLATILE {{internal}} AS $$
DECLARE
    tenant text := command ->> 'tenantId';
    role text := command #>> '{parameters,roleId}';
    resource text := command #>> '{parameters,resource}';
    at timestamptz := clock_timestamp();
    refusal jsonb := licensewatch.foreign_role(tenant, role);
    rows jsonb := '[]';
    more jsonb;
BEGIN
    IF refusal IS NOT NULL THEN
        RETURN refusal;
    END IF;
    IF execute THEN
        --?{ role_surface_bindings
        PERFORM FROM public.role_surface_bindings b WHERE b.role_id = {{as:role_surface_bindings.role_id:role}}
            AND b.surface_id::text = resource ORDER BY {{key:role_surface_bindings:b}} FOR UPDATE;
        --?}
        --?{ role_permissions permissions
        PERFORM FROM public.role_permissions b WHERE b.role_id = {{as:role_permissions.role_id:role}}
            AND b.permission_id IN (SELECT p.id FROM public.permissions p WHERE {{code:permissions.code:p.code}} = {{code:permissions.code:resource}})
            ORDER BY {{key:role_permissions:b}} FOR UPDATE;
        --?}
    END IF;
    --?{ role_surface_bindings
    SELECT jsonb_agg(licensewatch.changed('public.role_surface_bindings', {{key:role_surface_bindings:b}},
            jsonb_build_object('role_id', b.role_id, 'surface_id', b.surface_id), '{"deleted": true}')
            ORDER BY {{key:role_surface_bindings:b}})
        INTO more FROM public.role_surface_bindings b
        WHERE b.role_id = {{as:role_surface_bindings.role_id:role}} AND b.surface_id::text = resource;
    rows := rows || coalesce(more, '[]');
    --?}
    --?{ role_permissions permissions
    SELECT jsonb_agg(licensewatch.changed('public.role_permissions', {{key:role_permissions:b}},
            jsonb_build_object('role_id', b.role_id, 'permission_id', b.permission_id)
            || jsonb_build_object('tenant_id', b.tenant_id)                     --? role_permissions.tenant_id
            , '{"deleted": true}') ORDER BY {{key:role_permissions:b}})
        INTO more FROM public.role_permissions b
        WHERE b.role_id = {{as:role_permissions.role_id:role}}
            AND (b.tenant_id IS NULL OR b.tenant_id = {{as:role_permissions.tenant_id:tenant}}) --? role_permissions.tenant_id
            AND b.permission_id IN (SELECT p.id FROM public.permissions p WHERE {{code:permissions.code:p.code}} = {{code:permissions.code:resource}});
    rows := rows || coalesce(more, '[]');
    --?}
    IF rows = '[]' THEN
        RETURN licensewatch.refused('STALE', 'ACCESS_GONE');
    ELSIF NOT EXISTS (SELECT FROM licensewatch.missing_features(tenant, role, resource, at)) THEN
        RETURN licensewatch.refused('STALE', 'LICENSED');
    END IF;
    IF execute THEN
        --?{ role_surface_bindings
        DELETE FROM public.role_surface_bindings b
            WHERE b.role_id = {{as:role_surface_bindings.role_id:role}} AND b.surface_id::text = resource;
        --?}
        --?{ role_permissions permissions
        DELETE FROM public.role_permissions b
            WHERE b.role_id = {{as:role_permissions.role_id:role}}
            AND (b.tenant_id IS NULL OR b.tenant_id = {{as:role_permissions.tenant_id:tenant}}) --? role_permissions.tenant_id
            AND b.permission_id IN (SELECT p.id FROM public.permissions p WHERE {{code:permissions.code:p.code}} = {{code:permissions.code:resource}});
        --?}
    END IF;
    RETURN licensewatch.changes(rows);
END $$;

-- Null if the role belongs to this tenant only.
CREATE OR REPLACE FUNCTION licensewatch.foreign_role(tenant text, role text) RETURNS jsonb STABLE {{internal}} AS $$
DECLARE
    owners text[];
BEGIN
    --?{ roles.tenant_id
    owners := ARRAY(SELECT coalesce(r.tenant_id::text, '') FROM public.roles r WHERE r.id = {{as:roles.id:role}});
    --?}
    --?{ !roles.tenant_id user_roles
    -- No column has the tenant of the role: it belongs to the tenants whose users have it.
    owners := ARRAY(SELECT DISTINCT coalesce(x.tenant_id::text, '') FROM public.user_roles x
        WHERE x.role_id = {{as:user_roles.role_id:role}} LIMIT 2);
    --?}
    IF cardinality(owners) = 0 THEN
        RETURN licensewatch.refused('STALE', 'ROLE_GONE');
    ELSIF owners = ARRAY[tenant] THEN
        RETURN NULL;
    END IF;
    RETURN licensewatch.refused('UNSUPPORTED',
        CASE WHEN '' = ANY (owners) THEN 'the role belongs to no tenant: taking access from it would hit all'
            ELSE 'the role is another tenant''s too' END);
END $$;
