package io.licensewatch.core.engine;

import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.status.TenantStatus;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;

/**
 * A tenant's status as JSON, encoded once: for the topic with the point at which it is true, which is its last field, and for the
 * comparison with the last one without it.
 */
final class StatusJson {
    /** Takes the place of the real one where two statuses are compared. */
    static final TenantStatus.AsOf TIMELESS = new TenantStatus.AsOf("0/0", Instant.EPOCH);

    private static final int TIMELESS_LENGTH = JsonCodec.AS_OF.encode(TIMELESS).length + 1;

    private final byte[] timeless;

    private StatusJson(byte[] timeless) {
        this.timeless = timeless;
    }

    /** @param timeless with {@link #TIMELESS} as its point */
    static StatusJson of(TenantStatus timeless) {
        return new StatusJson(JsonCodec.TENANT_STATUS.encode(timeless));
    }

    byte[] at(TenantStatus.AsOf asOf) {
        byte[] point = JsonCodec.AS_OF.encode(asOf);
        int before = timeless.length - TIMELESS_LENGTH;
        byte[] json = Arrays.copyOf(timeless, before + point.length + 1);
        System.arraycopy(point, 0, json, before, point.length);
        json[json.length - 1] = '}';
        return json;
    }

    ByteBuffer digest(int length) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(timeless);
            return ByteBuffer.wrap(digest, 0, length).slice();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
