package io.licensewatch.schemas.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.licensewatch.schemas.command.CommandId;
import io.licensewatch.schemas.source.SourcePosition;
import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code source} of an envelope: which change it is, and when it was committed. A field is validated when it is read. */
final class EnvelopeSource {
    /** The value of {@code snapshot} in rows of an incremental snapshot. These have a position in the stream. */
    private static final Set<String> AMONG_STREAMED = Set.of("false", "incremental");

    private @Nullable Object schema;
    private @Nullable Object table;
    private @Nullable Object epoch;
    private @Nullable Object lsn;
    private @Nullable Object sequence;
    private @Nullable Object snapshot;
    private @Nullable Object txId;
    private @Nullable Object millis;
    private @Nullable Object command;

    private EnvelopeSource() {}

    /** @param in at the beginning of {@code source} */
    static EnvelopeSource read(JsonParser in) throws IOException {
        EnvelopeSource source = new EnvelopeSource();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            source.read(name, in);
        }
        return source;
    }

    private void read(String name, JsonParser in) throws IOException {
        switch (name) {
            case "schema" -> schema = JsonValues.read(in);
            case "table" -> table = JsonValues.read(in);
            case "epoch" -> epoch = JsonValues.read(in);
            case "lsn" -> lsn = JsonValues.read(in);
            case "sequence" -> sequence = JsonValues.read(in);
            case "snapshot" -> snapshot = JsonValues.read(in);
            case "txId" -> txId = JsonValues.read(in);
            case "ts_ms" -> millis = JsonValues.read(in);
            case "command" -> command = JsonValues.read(in);
            default -> in.skipChildren();
        }
    }

    String schema() throws MalformedRecordException {
        return text(schema, "schema");
    }

    String table() throws MalformedRecordException {
        return text(table, "table");
    }

    @Nullable
    Long txId() {
        return txId instanceof Long number ? number : null;
    }

    Instant committedAt() throws MalformedRecordException {
        return Instant.ofEpochMilli(number(millis, "ts_ms"));
    }

    /** Absent from most. */
    @Nullable
    String command() throws MalformedRecordException {
        if (command == null || (command instanceof String id && CommandId.isOne(id))) {
            return (String) command;
        }
        throw new MalformedRecordException("'source.command' is not the id of a command");
    }

    /** {@code sequence} is a string that holds a JSON array; a row of a whole snapshot needs none. */
    SourcePosition position() throws MalformedRecordException {
        long number = number(epoch, "epoch");
        if (number < 1 || number > Integer.MAX_VALUE) {
            throw new MalformedRecordException("'source.epoch' does not count from 1");
        }
        boolean amongStreamed = snapshot == null || AMONG_STREAMED.contains(snapshot.toString());
        SourcePosition position = new SourcePosition(
                (int) number, amongStreamed ? previousCommit(text(sequence, "sequence")) : 0, number(lsn, "lsn"));
        if (!position.canBe()) {
            throw new MalformedRecordException("the position in 'source' (epoch, lsn, sequence) is one that cannot be");
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
            return "null".equals(first) ? 0 : unsigned(first);
        } catch (NumberFormatException e) {
            throw new MalformedRecordException("'source.sequence' does not begin with an LSN in decimal");
        }
    }

    private static long unsigned(String text) {
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return quoted
                ? Long.parseUnsignedLong(text, 1, text.length() - 1, 10)
                : Long.parseUnsignedLong(text, 0, text.length(), 10);
    }

    private static String text(@Nullable Object value, String field) throws MalformedRecordException {
        if (value instanceof String text) {
            return text;
        }
        throw new MalformedRecordException("'source." + field + "' is missing or not a string");
    }

    private static long number(@Nullable Object value, String field) throws MalformedRecordException {
        if (value instanceof Long number) {
            return number;
        }
        throw new MalformedRecordException("'source." + field + "' is missing or not a number");
    }
}
