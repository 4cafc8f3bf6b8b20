package io.licensewatch.core.engine;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * What was told last of a tenant's status: enough to see whether there is news, and when it may be told.
 *
 * @param digest of everything but the point at which it is true
 * @param at source time of the telling, in milliseconds
 */
record ToldStatus(ByteBuffer digest, Instant at) {
    private static final int DIGEST_BYTES = 16;

    static ToldStatus of(StatusJson status, Instant at) {
        return new ToldStatus(status.digest(DIGEST_BYTES), at);
    }

    static ToldStatus read(byte[] stored) {
        ByteBuffer in = ByteBuffer.wrap(stored);
        return new ToldStatus(in.slice(0, DIGEST_BYTES), Instant.ofEpochMilli(in.getLong(DIGEST_BYTES)));
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(DIGEST_BYTES + Long.BYTES)
                .put(digest.duplicate())
                .putLong(at.toEpochMilli())
                .array();
    }

    boolean says(ToldStatus other) {
        return digest.equals(other.digest);
    }
}
