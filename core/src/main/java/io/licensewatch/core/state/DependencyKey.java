package io.licensewatch.core.state;

import io.licensewatch.core.store.KeyReader;

/**
 * The key of a dependency: the tenant's last evaluation used the lookup.
 *
 * @param lookup digest
 */
public record DependencyKey(long lookup, String tenantId) {
    public byte[] toBytes() {
        return StateSpace.DEPENDENCIES.key().bits(lookup).text(tenantId).toBytes();
    }

    public static DependencyKey read(byte[] key) {
        KeyReader in = StateSpace.read(key);
        return new DependencyKey(in.bits(), in.text());
    }

    /** What the keys of all tenants that depend on the lookup begin with. */
    public static byte[] of(long lookup) {
        return StateSpace.DEPENDENCIES.key().bits(lookup).toBytes();
    }
}
