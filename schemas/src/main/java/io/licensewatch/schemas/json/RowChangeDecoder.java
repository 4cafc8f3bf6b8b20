package io.licensewatch.schemas.json;

import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.RowPlace;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the row change envelope; it is on the hot path of every change.
 *
 * <p>Only the envelope is validated here; the reader of a table validates its columns. If a change has an {@code after}, {@code
 * before} is only checked to be JSON.
 */
public final class RowChangeDecoder {
    /** An index entry of Postgres, and so a primary key, has at most 2.7 kB compressed, and a few times that uncompressed. */
    private static final int MAX_KEY_BYTES = 0xFFFF;

    private RowChangeDecoder() {}

    /** Decodes a change; {@code before} is skipped if there is an {@code after}. */
    public static RowChange decode(byte @Nullable [] key, byte[] value) throws MalformedRecordException {
        if (key != null && key.length > MAX_KEY_BYTES) {
            throw new MalformedRecordException("a key of " + key.length + " bytes is no row's");
        }
        return Envelope.read(value).build(key == null ? "" : new String(key, StandardCharsets.UTF_8));
    }

    /** The identity of a row change that cannot be decoded, if the record still has it. */
    public static Optional<RowPlace> place(byte[] value) {
        try {
            return Optional.of(Envelope.place(value));
        } catch (MalformedRecordException e) {
            return Optional.empty();
        }
    }
}
