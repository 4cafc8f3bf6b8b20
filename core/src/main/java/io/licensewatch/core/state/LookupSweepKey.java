package io.licensewatch.core.state;

import io.licensewatch.core.store.KeyReader;

/**
 * The key of how far the sweep of those tenants is that depend on a lookup.
 *
 * @param lookup digest
 */
public record LookupSweepKey(long lookup) {
    public byte[] toBytes() {
        return TaskKeys.key(TaskKeys.LOOKUP_SWEEP).bits(lookup).toBytes();
    }

    public static LookupSweepKey read(byte[] key) {
        KeyReader in = StateSpace.read(key);
        in.tag();
        return new LookupSweepKey(in.bits());
    }

    public static byte[] all() {
        return TaskKeys.key(TaskKeys.LOOKUP_SWEEP).toBytes();
    }
}
