package io.licensewatch.schemas.json;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.schemas.source.RowChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Decodes a change with both rows; the decoder skips {@code before} if there is an {@code after}. */
public final class WholeChange {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private WholeChange() {}

    public static RowChange decode(byte @Nullable [] key, byte[] value) throws MalformedRecordException {
        RowChange change = RowChangeDecoder.decode(key, value);
        if (change.after() == null) {
            return change;
        }
        JsonNode before = tree(value).path("before");
        if (!before.isObject()) {
            return change;
        }
        return new RowChange(
                change.schema(),
                change.table(),
                change.key(),
                change.op(),
                RowChangeDecoder.decode(key, asDelete(value)).before(),
                change.after(),
                change.position(),
                change.txId(),
                change.committedAt(),
                change.command());
    }

    /** The same envelope as that of a delete, whose {@code before} is decoded. */
    private static byte[] asDelete(byte[] value) {
        ObjectNode envelope = tree(value);
        envelope.put("op", RowChange.Op.DELETE.code());
        envelope.putNull("after");
        return envelope.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode tree(byte[] json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
