package io.licensewatch.core.state;

/** The key of a tenant in the list of tenants, so that they can be listed without a scan of their rows. */
public record KnownTenantKey(String tenantId) {
    public byte[] toBytes() {
        return StateSpace.KNOWN_TENANTS.key().text(tenantId).toBytes();
    }

    public static KnownTenantKey read(byte[] key) {
        return new KnownTenantKey(StateSpace.read(key).text());
    }
}
