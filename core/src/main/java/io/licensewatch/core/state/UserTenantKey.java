package io.licensewatch.core.state;

import io.licensewatch.core.store.KeyReader;

/** The key of the roles that a user holds in a tenant. The user is first, since a banned user counts in each of the user's tenants. */
public record UserTenantKey(String userId, String tenantId) {
    public byte[] toBytes() {
        return StateSpace.ROLES_OF_USERS.key().text(userId).text(tenantId).toBytes();
    }

    public static UserTenantKey read(byte[] key) {
        KeyReader in = StateSpace.read(key);
        return new UserTenantKey(in.text(), in.text());
    }

    /** What the keys of all tenants of a user begin with. */
    public static byte[] of(String userId) {
        return StateSpace.ROLES_OF_USERS.key().text(userId).toBytes();
    }
}
