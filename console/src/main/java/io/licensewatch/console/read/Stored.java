package io.licensewatch.console.read;

import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Values as the tables hold them. */
final class Stored {
    private Stored() {}

    /** A record that was understood when it was stored. */
    static <T> T record(JsonCodec<T> codec, String json) {
        try {
            return codec.decode(json.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("the read model holds what this release does not understand", e);
        }
    }

    static Instant instant(long millis) {
        return Instant.ofEpochMilli(millis);
    }
}
