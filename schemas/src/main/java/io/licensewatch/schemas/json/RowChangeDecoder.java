package io.licensewatch.schemas.json;

import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.RowPlace;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the row change envelope; it is on the hot path of every change.
 *
 * <p>What is checked here is the envelope; what a column must hold is the reader's of that table. Of {@code before} beside a row that
 * is still there, no more is checked than that it is JSON.
 */
public final class RowChangeDecoder {
    /** An index entry of Postgres, and so a primary key, has at most 2.7 kB, before it is compressed a few times that. */
    private static final int MAX_KEY_BYTES = 0xFFFF;

    private RowChangeDecoder() {}

    /** Without {@code before} where there is a row after it. */
    public static RowChange decode(byte @Nullable [] key, byte[] value) throws MalformedRecordException {
        return decode(key, value, false);
    }

    /** With both rows, for whoever compares them. */
    public static RowChange decodeWhole(byte @Nullable [] key, byte[] value) throws MalformedRecordException {
        return decode(key, value, true);
    }

    private static RowChange decode(byte @Nullable [] key, byte[] value, boolean whole)
            throws MalformedRecordException {
        if (key != null && key.length > MAX_KEY_BYTES) {
            throw new MalformedRecordException("a key of " + key.length + " bytes is no row's");
        }
        return Envelope.read(value, whole).build(key == null ? "" : new String(key, StandardCharsets.UTF_8));
    }

    /** Of a record that cannot be decoded: which row change it is, if it still says so. */
    public static Optional<RowPlace> place(byte[] value) {
        try {
            return Optional.of(Envelope.place(value));
        } catch (MalformedRecordException e) {
            return Optional.empty();
        }
    }
}
