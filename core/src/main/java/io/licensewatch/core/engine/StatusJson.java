package io.licensewatch.core.engine;

import io.licensewatch.core.status.StatusReport;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.status.TenantStatus;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A tenant's status as JSON, encoded once: for the topic with the point at which it is true, which is its last field, and for the
 * comparison with the last one without it.
 */
final class StatusJson {
    private static final int END_LENGTH = JsonCodec.AS_OF.encode(StatusReport.UNPUBLISHED).length + 1;

    private final byte[] unpublished;

    private StatusJson(byte[] unpublished) {
        this.unpublished = unpublished;
    }

    /** @param unpublished with {@link StatusReport#UNPUBLISHED} as its point */
    static StatusJson of(TenantStatus unpublished) {
        return new StatusJson(JsonCodec.TENANT_STATUS.encode(unpublished));
    }

    byte[] at(TenantStatus.AsOf asOf) {
        byte[] point = JsonCodec.AS_OF.encode(asOf);
        int before = unpublished.length - END_LENGTH;
        byte[] json = Arrays.copyOf(unpublished, before + point.length + 1);
        System.arraycopy(point, 0, json, before, point.length);
        json[json.length - 1] = '}';
        return json;
    }

    ByteBuffer digest(int length) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(unpublished);
            return ByteBuffer.wrap(digest, 0, length).slice();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
