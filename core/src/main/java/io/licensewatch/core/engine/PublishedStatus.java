package io.licensewatch.core.engine;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * What is remembered of the status that was published last of a tenant: enough to see whether it changed, and when the next may be
 * published.
 *
 * @param digest of everything but the point at which it is true
 * @param at source time of the publication, in milliseconds
 */
record PublishedStatus(ByteBuffer digest, Instant at) {
    private static final int DIGEST_BYTES = 16;

    static PublishedStatus of(StatusJson status, Instant at) {
        return new PublishedStatus(status.digest(DIGEST_BYTES), at);
    }

    static PublishedStatus read(byte[] stored) {
        ByteBuffer in = ByteBuffer.wrap(stored);
        return new PublishedStatus(in.slice(0, DIGEST_BYTES), Instant.ofEpochMilli(in.getLong(DIGEST_BYTES)));
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(DIGEST_BYTES + Long.BYTES)
                .put(digest.duplicate())
                .putLong(at.toEpochMilli())
                .array();
    }

    boolean hasSameContent(PublishedStatus other) {
        return digest.equals(other.digest);
    }
}
