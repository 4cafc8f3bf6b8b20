package io.licensewatch.core.engine;

import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.status.TenantStatus;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/**
 * What was told last of a tenant's status: enough to see whether there is news, and when it may be told.
 *
 * @param digest of everything but the point at which it is true
 * @param at source time of the telling, in milliseconds
 */
record ToldStatus(ByteBuffer digest, Instant at) {
    private static final int DIGEST_BYTES = 16;

    /** @param status with the same point in all of them, which does not count */
    static ToldStatus of(TenantStatus status, Instant at) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(JsonCodec.TENANT_STATUS.encode(status));
            return new ToldStatus(ByteBuffer.wrap(digest, 0, DIGEST_BYTES).slice(), at);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
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
