package io.licensewatch.console.read;

import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Values in the form of the tables. */
final class Stored {
    private Stored() {}

    /** Decodes a record that was valid when it was stored. */
    static <T> T record(JsonCodec<T> codec, String json) {
        try {
            return codec.decode(json.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("the read model has a record that this release cannot decode", e);
        }
    }

    static Instant instant(long millis) {
        return Instant.ofEpochMilli(millis);
    }
}
