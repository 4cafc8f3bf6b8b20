package io.licensewatch.streams.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.source.SourceTable;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A row change without what may not leave the database; a stranger may have written it. A column that is not on its table's list
 * keeps its name and loses its value; a table that is not watched has no such list. What is not a JSON object is left out as a whole,
 * since its content is unknown. The whole record remains where it was read.
 */
final class Redaction {
    private static final Set<String> ENVELOPE = Set.of("op", "source", "ts_ms");
    private static final List<String> ROWS = List.of("before", "after");
    private static final Set<String> SOURCE = Set.of(
            "version",
            "connector",
            "name",
            "ts_ms",
            "ts_us",
            "ts_ns",
            "snapshot",
            "db",
            "sequence",
            "schema",
            "table",
            "txId",
            "lsn",
            "xmin",
            "epoch",
            "command");

    private Redaction() {}

    static byte[] of(byte[] key, byte[] value) {
        if (!(read(value) instanceof ObjectNode envelope)) {
            return write(Json.MAPPER.createObjectNode().put(SourceTable.WITHHELD, value.length + " bytes"));
        }
        JsonNode source = envelope.path("source");
        Optional<SourceTable> table = SourceTable.named(
                source.path("schema").asText(), source.path("table").asText());
        Set<String> columns = new HashSet<>();
        table.ifPresent(known -> known.columns().stream()
                .filter(column -> !known.withholds(column))
                .forEach(columns::add));
        read(key).fieldNames().forEachRemaining(columns::add);
        envelope.fieldNames().forEachRemaining(name -> {
            if (ROWS.contains(name)) {
                keep(envelope, name, columns);
            } else if (name.equals("source")) {
                keep(envelope, name, SOURCE);
            } else if (!ENVELOPE.contains(name) || envelope.path(name).isContainerNode()) {
                withhold(envelope, name);
            }
        });
        return write(envelope);
    }

    /** Of an object the fields that are listed keep their values. */
    private static void keep(ObjectNode envelope, String name, Set<String> fields) {
        if (envelope.path(name) instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(field -> {
                if (!fields.contains(field)) {
                    withhold(object, field);
                }
            });
        } else {
            withhold(envelope, name);
        }
    }

    private static void withhold(ObjectNode object, String field) {
        if (!object.path(field).isNull()) {
            object.put(field, SourceTable.WITHHELD);
        }
    }

    private static JsonNode read(byte[] json) {
        try {
            JsonNode read = Json.MAPPER.readTree(json);
            return read == null ? Json.MAPPER.missingNode() : read;
        } catch (IOException e) {
            return Json.MAPPER.missingNode();
        }
    }

    private static byte[] write(JsonNode json) {
        try {
            return Json.MAPPER.writeValueAsBytes(json);
        } catch (IOException e) {
            throw new IllegalStateException("cannot write a tree that was read as JSON", e);
        }
    }
}
