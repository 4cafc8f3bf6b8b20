package io.licensewatch.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.licensewatch.schemas.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The JSON Schemas on the class path, by name such as {@code alert}. */
final class JsonSchemas {
    static final List<String> NAMES = List.of(
            "alert",
            "command",
            "remediation-result",
            "verdict",
            "pauses",
            "operator-action",
            "tenant-status",
            "system-health",
            "frontier",
            "row-change");

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

    private JsonSchemas() {}

    /** The violations of a value; may be empty. */
    static List<String> problems(String name, JsonNode value) {
        return SCHEMAS.computeIfAbsent(name, n -> REGISTRY.getSchema(document(n))).validate(value).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    static JsonNode document(String name) {
        String resource = "json-schema/" + name + ".schema.json";
        try (InputStream in = JsonSchemas.class.getResourceAsStream(resource)) {
            return Json.MAPPER.readTree(Objects.requireNonNull(in, resource));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }
}
