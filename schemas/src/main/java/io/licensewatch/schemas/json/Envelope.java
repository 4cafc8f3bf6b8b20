package io.licensewatch.schemas.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.RowPlace;
import io.licensewatch.schemas.source.RowValues;
import io.licensewatch.schemas.source.SourcePosition;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The fields of an envelope that have been read so far, in one pass over its bytes. */
final class Envelope {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int NOT_LEFT = -1;

    private final byte[] json;
    private @Nullable String op;
    private @Nullable RowValues before;
    /** Where {@code before} begins while it is skipped: only a deleted row is described by it. */
    private int beforeAt = NOT_LEFT;

    private @Nullable RowValues after;
    private @Nullable EnvelopeSource source;

    private Envelope(byte[] json) {
        this.json = json;
    }

    static Envelope read(byte[] json) throws MalformedRecordException {
        Envelope envelope = new Envelope(json);
        envelope.read(envelope::field);
        return envelope;
    }

    /** The identity of the change; the rest of the record may be broken. */
    static RowPlace place(byte[] json) throws MalformedRecordException {
        Envelope envelope = new Envelope(json);
        envelope.read(envelope::placeField);
        return envelope.place();
    }

    /** Handles a field; the parser is at its value. */
    private interface Field {
        void read(String name, JsonParser in) throws IOException, MalformedRecordException;
    }

    private void read(Field field) throws MalformedRecordException {
        try (JsonParser in = FACTORY.createParser(json)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedRecordException("a row change is a JSON object");
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                in.nextToken();
                field.read(name, in);
            }
            if (in.nextToken() != null) {
                throw new MalformedRecordException("something follows the row change");
            }
        } catch (IOException e) {
            throw new MalformedRecordException("not a row change: " + JsonFault.of(e));
        }
    }

    private void field(String name, JsonParser in) throws IOException, MalformedRecordException {
        switch (name) {
            case "op" -> op = text(in, name);
            case "before" -> leaveBefore(in, name);
            case "after" -> after = isObject(in, name) ? JsonValues.row(in) : null;
            case "source" -> source = isObject(in, name) ? EnvelopeSource.read(in) : null;
            default -> in.skipChildren();
        }
    }

    private void placeField(String name, JsonParser in) throws IOException, MalformedRecordException {
        if (name.equals("source")) {
            source = isObject(in, name) ? EnvelopeSource.read(in) : null;
        } else if (name.equals("op") && in.currentToken() == JsonToken.VALUE_STRING) {
            op = in.getText();
        } else {
            in.skipChildren();
        }
    }

    private static boolean isObject(JsonParser in, String name) throws MalformedRecordException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return false;
        }
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw new MalformedRecordException("'" + name + "' is not an object");
        }
        return true;
    }

    private static String text(JsonParser in, String name) throws IOException, MalformedRecordException {
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            throw new MalformedRecordException("'" + name + "' is not a string");
        }
        return in.getText();
    }

    /** Invalid JSON is rejected here, too. */
    private void leaveBefore(JsonParser in, String name) throws IOException, MalformedRecordException {
        before = null;
        beforeAt = NOT_LEFT;
        if (!isObject(in, name)) {
            return;
        }
        int at = (int) in.currentTokenLocation().getByteOffset();
        if (at < 0) { // the position is known only for UTF-8
            before = JsonValues.row(in);
        } else {
            beforeAt = at;
            in.skipChildren();
        }
    }

    private @Nullable RowValues before() throws MalformedRecordException {
        if (after != null || beforeAt == NOT_LEFT) {
            return before;
        }
        try (JsonParser in = FACTORY.createParser(json, beforeAt, json.length - beforeAt)) {
            in.nextToken();
            return JsonValues.row(in);
        } catch (IOException e) {
            throw new MalformedRecordException("not a row change: " + JsonFault.of(e, beforeAt));
        }
    }

    RowChange build(String key) throws MalformedRecordException {
        if (op == null) {
            throw new MalformedRecordException("'op' is missing");
        }
        EnvelopeSource from = source();
        RowChange.Op operation = operation(op);
        if (key.isEmpty() && operation != RowChange.Op.TRUNCATE) {
            throw new MalformedRecordException("the record has no key, which is the row's");
        }
        SourcePosition position = from.position();
        String schema = from.schema();
        String table = from.table();
        try {
            return new RowChange(
                    schema,
                    table,
                    key,
                    operation,
                    before(),
                    after,
                    position,
                    from.txId(),
                    from.committedAt(),
                    from.command());
        } catch (IllegalArgumentException e) {
            throw new MalformedRecordException("not a row change: " + e.getMessage());
        }
    }

    private static RowChange.Op operation(String code) throws MalformedRecordException {
        try {
            return RowChange.Op.of(code);
        } catch (IllegalArgumentException e) {
            throw new MalformedRecordException("not a row change: " + e.getMessage());
        }
    }

    private RowPlace place() throws MalformedRecordException {
        EnvelopeSource from = source();
        SourcePosition position = from.position();
        boolean incremental = RowChange.Op.READ.code().equals(op) && position.previousCommit() != 0;
        return new RowPlace(from.schema(), from.table(), position, incremental);
    }

    private EnvelopeSource source() throws MalformedRecordException {
        if (source == null) {
            throw new MalformedRecordException("'source' is missing");
        }
        return source;
    }
}
