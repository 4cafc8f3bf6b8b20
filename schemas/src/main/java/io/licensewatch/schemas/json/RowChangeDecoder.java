package io.licensewatch.schemas.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.licensewatch.schemas.command.CommandId;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.RowPlace;
import io.licensewatch.schemas.source.SourcePosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

    /** An index entry of Postgres, and so a primary key, has at most 2.7 kB, before it is compressed a few times that. */
    private static final int MAX_KEY_BYTES = 0xFFFF;

    private RowChangeDecoder() {}

    public static RowChange decode(byte @Nullable [] key, byte[] value) throws MalformedRecordException {
        if (key != null && key.length > MAX_KEY_BYTES) {
            throw new MalformedRecordException("a key of " + key.length + " bytes is no row's");
        }
        Envelope envelope = new Envelope();
        read(value, envelope::read);
        return envelope.build(key == null ? "" : new String(key, StandardCharsets.UTF_8));
    }

    /** What is done with a field of the envelope; the parser is at its value. */
    private interface Field {
        void read(String name, JsonParser in) throws IOException, MalformedRecordException;
    }

    /** Of a record that cannot be decoded: which row change it is, if it still says so. */
    public static Optional<RowPlace> place(byte[] value) {
        try {
            Envelope envelope = new Envelope();
            read(value, envelope::readPlace);
            return Optional.of(envelope.place());
        } catch (MalformedRecordException e) {
            return Optional.empty();
        }
    }

    private static void read(byte[] value, Field field) throws MalformedRecordException {
        try (JsonParser in = FACTORY.createParser(value)) {
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

        /** All else may be broken. */
        void readPlace(String name, JsonParser in) throws IOException, MalformedRecordException {
            if (name.equals("source")) {
                source = row(in, name);
            } else if (name.equals("op") && in.currentToken() == JsonToken.VALUE_STRING) {
                op = in.getText();
            } else {
                in.skipChildren();
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
            RowChange.Op operation = operation();
            if (key.isEmpty() && operation != RowChange.Op.TRUNCATE) {
                throw new MalformedRecordException("the record has no key, which is the row's");
            }
            RowPlace place = place();
            Long txId = source.get("txId") instanceof Long number ? number : null;
            Instant committedAt = Instant.ofEpochMilli(number("ts_ms"));
            try {
                return new RowChange(
                        place.schema(),
                        place.table(),
                        key,
                        operation,
                        before,
                        after,
                        place.position(),
                        txId,
                        committedAt,
                        command());
            } catch (IllegalArgumentException e) {
                throw new MalformedRecordException("not a row change: " + e.getMessage());
            }
        }

        /** Absent from most. */
        private @Nullable String command() throws MalformedRecordException {
            Object command = source().get("command");
            if (command == null || (command instanceof String id && CommandId.isOne(id))) {
                return (String) command;
            }
            throw new MalformedRecordException("'source.command' is not the id of a command");
        }

        private RowChange.Op operation() throws MalformedRecordException {
            try {
                return RowChange.Op.of(Objects.requireNonNull(op));
            } catch (IllegalArgumentException e) {
                throw new MalformedRecordException("not a row change: " + e.getMessage());
            }
        }

        RowPlace place() throws MalformedRecordException {
            if (source == null) {
                throw new MalformedRecordException("'source' is missing");
            }
            SourcePosition position = position();
            boolean readAnew = RowChange.Op.READ.code().equals(op) && position.previousCommit() != 0;
            return new RowPlace(text("schema"), text("table"), position, readAnew);
        }

        /** {@code sequence} is a string that holds a JSON array; a row of a whole snapshot needs none. */
        private SourcePosition position() throws MalformedRecordException {
            long epoch = number("epoch");
            if (epoch < 1 || epoch > Integer.MAX_VALUE) {
                throw new MalformedRecordException("'source.epoch' does not count from 1");
            }
            Object snapshot = source().get("snapshot");
            boolean amongStreamed = snapshot == null || AMONG_STREAMED.contains(snapshot.toString());
            SourcePosition position = new SourcePosition(
                    (int) epoch, amongStreamed ? previousCommit(text("sequence")) : 0, number("lsn"));
            if (!position.canBe()) {
                throw new MalformedRecordException(
                        "the position in 'source' (epoch, lsn, sequence) is one that cannot be");
            }
            return position;
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
