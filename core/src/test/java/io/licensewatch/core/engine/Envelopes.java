package io.licensewatch.core.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Row changes as cdc writes them, for tests that have no database. */
public final class Envelopes {
    private Envelopes() {}

    /** A record of a source topic. */
    public record Event(SourceTable table, byte[] key, byte[] value, SourcePosition position, Instant committedAt) {
        /** The same of a transaction that has named a command. */
        public Event by(String command) {
            try {
                ObjectNode envelope = (ObjectNode) Json.MAPPER.readTree(value);
                ((ObjectNode) envelope.path("source")).put("command", command);
                return new Event(table, key, json(envelope), position, committedAt);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The same as cdc writes it of a table that seats rest on, where a foreign key holds the column that refers to it. */
    public static Event enforced(Event event) {
        return withImages(event, image -> image.put(SourceTable.ENFORCED, true));
    }

    /** The record of a role's standing that goes beside it. */
    public static Event standing(Event event, boolean enforced) {
        Event standing = withImages(event, image -> image.retain("id", "is_active", "deleted_at"));
        return enforced ? enforced(standing) : standing;
    }

    private static Event withImages(Event event, Consumer<ObjectNode> change) {
        try {
            ObjectNode envelope = (ObjectNode) Json.MAPPER.readTree(event.value());
            for (String image : List.of("before", "after")) {
                if (envelope.get(image) instanceof ObjectNode row) {
                    change.accept(row);
                }
            }
            return new Event(event.table(), event.key(), json(envelope), event.position(), event.committedAt());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Event event(
            SourceTable table,
            Map<String, ?> key,
            RowChange.Op op,
            @Nullable Map<String, ? extends @Nullable Object> before,
            @Nullable Map<String, ? extends @Nullable Object> after,
            SourcePosition position,
            Instant committedAt) {
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("schema", table.schema());
        source.put("table", table.tableName());
        source.put("lsn", position.lsn());
        source.put(
                "sequence",
                "[" + (position.previousCommit() == 0 ? "null" : "\"" + position.previousCommit() + "\"") + ",\""
                        + position.lsn() + "\"]");
        source.put("txId", position.previousCommit());
        source.put("ts_ms", committedAt.toEpochMilli());
        source.put(
                "snapshot",
                op != RowChange.Op.READ ? "false" : position.previousCommit() == 0 ? "true" : "incremental");
        source.put("epoch", position.epoch());
        Map<String, @Nullable Object> envelope = new LinkedHashMap<>();
        envelope.put("before", before);
        envelope.put("after", after);
        envelope.put("op", op.code());
        envelope.put("source", source);
        envelope.put("ts_ms", committedAt.toEpochMilli());
        return new Event(table, json(key), json(envelope), position, committedAt);
    }

    private static byte[] json(Object value) {
        try {
            return Json.MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
