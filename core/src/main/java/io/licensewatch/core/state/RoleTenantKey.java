package io.licensewatch.core.state;

import io.licensewatch.core.store.KeyReader;

/** The key of a tenant that has a role. */
public record RoleTenantKey(String roleId, String tenantId) {
    public byte[] toBytes() {
        return StateSpace.TENANTS_OF_ROLES.key().text(roleId).text(tenantId).toBytes();
    }

    public static RoleTenantKey read(byte[] key) {
        KeyReader in = StateSpace.read(key);
        return new RoleTenantKey(in.text(), in.text());
    }

    /** What the keys of all tenants that have the role begin with. */
    public static byte[] of(String roleId) {
        return StateSpace.TENANTS_OF_ROLES.key().text(roleId).toBytes();
    }
}
