package io.licensewatch.schemas.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the row change envelope in one pass over the bytes; it is on the hot path of every change.
 *
 * <p>What is checked here is the envelope; what a column must hold is the reader's of that table.
 */
public final class RowChangeDecoder {
    private static final JsonFactory FACTORY = new JsonFactory();
    /** A row that was read while the stream went on has a place in it. */
    private static final Set<String> AMONG_STREAMED = Set.of("false", "incremental");

    private RowChangeDecoder() {}

    public static RowChange decode(byte @Nullable [] key, byte[] value) throws MalformedRecordException {
        try (JsonParser in = FACTORY.createParser(value)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedRecordException("a row change is a JSON object");
            }
            Envelope envelope = new Envelope();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                in.nextToken();
                envelope.read(name, in);
            }
            if (in.nextToken() != null) {
                throw new MalformedRecordException("something follows the row change");
            }
            return envelope.build(key == null ? "" : new String(key, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new MalformedRecordException("not a row change: " + JsonFault.of(e));
        } catch (IllegalArgumentException e) {
            throw new MalformedRecordException("not a row change: " + e.getMessage());
        }
    }

    /** What has been read so far. */
    private static final class Envelope {
        private @Nullable String op;
        private @Nullable Map<String, @Nullable Object> before;
        private @Nullable Map<String, @Nullable Object> after;
        private @Nullable Map<String, @Nullable Object> source;

        void read(String name, JsonParser in) throws IOException, MalformedRecordException {
            switch (name) {
                case "op" -> op = text(in, name);
                case "before" -> before = row(in, name);
                case "after" -> after = row(in, name);
                case "source" -> source = row(in, name);
                default -> in.skipChildren();
            }
        }

        private static @Nullable Map<String, @Nullable Object> row(JsonParser in, String name)
                throws IOException, MalformedRecordException {
            if (in.currentToken() == JsonToken.VALUE_NULL) {
                return null;
            }
            if (in.currentToken() != JsonToken.START_OBJECT) {
                throw new MalformedRecordException("'" + name + "' is not an object");
            }
            return object(in);
        }

        private static String text(JsonParser in, String name) throws IOException, MalformedRecordException {
            if (in.currentToken() != JsonToken.VALUE_STRING) {
                throw new MalformedRecordException("'" + name + "' is not a string");
            }
            return in.getText();
        }

        RowChange build(String key) throws MalformedRecordException {
            if (op == null) {
                throw new MalformedRecordException("'op' is missing");
            }
            if (source == null) {
                throw new MalformedRecordException("'source' is missing");
            }
            RowChange.Op operation = RowChange.Op.of(op);
            if (key.isEmpty() && operation != RowChange.Op.TRUNCATE) {
                throw new MalformedRecordException("the record has no key, which is the row's");
            }
            return new RowChange(
                    text("schema"),
                    text("table"),
                    key,
                    operation,
                    before,
                    after,
                    position(),
                    source.get("txId") instanceof Long txId ? txId : null,
                    Instant.ofEpochMilli(number("ts_ms")));
        }

        /** {@code sequence} is a string that holds a JSON array; a row of a whole snapshot needs none. */
        private SourcePosition position() throws MalformedRecordException {
            long epoch = number("epoch");
            if (epoch < 1 || epoch > Integer.MAX_VALUE) {
                throw new MalformedRecordException("'source.epoch' does not count from 1");
            }
            Object snapshot = source().get("snapshot");
            boolean amongStreamed = snapshot == null || AMONG_STREAMED.contains(snapshot.toString());
            return new SourcePosition((int) epoch, amongStreamed ? previousCommit(text("sequence")) : 0, number("lsn"));
        }

        private static long previousCommit(String sequence) throws MalformedRecordException {
            int comma = sequence.indexOf(',');
            if (comma < 0 || !sequence.startsWith("[") || !sequence.endsWith("]")) {
                throw new MalformedRecordException("'source.sequence' is not an array of two LSNs");
            }
            String first = sequence.substring(1, comma).strip();
            try {
                return "null".equals(first) ? 0 : Long.parseUnsignedLong(unquoted(first));
            } catch (NumberFormatException e) {
                throw new MalformedRecordException("'source.sequence' does not begin with an LSN in decimal");
            }
        }

        private static String unquoted(String text) {
            boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
            return quoted ? text.substring(1, text.length() - 1) : text;
        }

        private Map<String, @Nullable Object> source() {
            return Objects.requireNonNull(source);
        }

        private String text(String field) throws MalformedRecordException {
            if (source().get(field) instanceof String text) {
                return text;
            }
            throw new MalformedRecordException("'source." + field + "' is missing or not a string");
        }

        private long number(String field) throws MalformedRecordException {
            if (source().get(field) instanceof Long number) {
                return number;
            }
            throw new MalformedRecordException("'source." + field + "' is missing or not a number");
        }

        private static Map<String, @Nullable Object> object(JsonParser in) throws IOException {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                in.nextToken();
                fields.put(name, value(in));
            }
            return fields;
        }

        private static @Nullable Object value(JsonParser in) throws IOException {
            return switch (in.currentToken()) {
                case VALUE_NULL -> null;
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case VALUE_NUMBER_INT -> in.getLongValue();
                case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
                case START_ARRAY -> array(in);
                case START_OBJECT -> object(in);
                default -> in.getText();
            };
        }

        private static List<@Nullable Object> array(JsonParser in) throws IOException {
            List<@Nullable Object> values = new ArrayList<>();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                values.add(value(in));
            }
            return values;
        }
    }
}
