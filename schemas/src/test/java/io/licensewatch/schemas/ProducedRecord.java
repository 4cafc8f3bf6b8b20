package io.licensewatch.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.schemas.topic.CloudEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A produced record and its violations. */
record ProducedRecord(String topic, String key, Map<String, String> headers, List<String> problems) {

    ProducedRecord(String topic, String key, Map<String, String> headers) {
        this(topic, key, headers, new ArrayList<>());
    }

    void require(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }

    void requireKey(String expected) {
        require(key.equals(expected), "the key is '" + key + "', not '" + expected + "'");
    }

    void requireHeader(String name, String expected) {
        String actual = headers.get(name);
        require(expected.equals(actual), "the header " + name + " is '" + actual + "', not '" + expected + "'");
    }

    /**
     * The headers of CloudEvents: all of them or none, since other workers and earlier releases do not write them.
     *
     * @param id as in ce_id
     * @param time the field that ce_time is from
     */
    void requireCloudEvent(CloudEvent.Type type, String id, String subject, String time) {
        if (headers.keySet().stream()
                .noneMatch(name -> name.startsWith("ce_") || name.equals(CloudEvent.CONTENT_TYPE))) {
            return;
        }
        requireHeader("ce_specversion", "1.0");
        requireHeader("ce_id", id);
        requireHeader("ce_type", type.text());
        requireHeader("ce_source", type.source());
        requireHeader("ce_subject", subject);
        requireHeader("ce_time", time);
        requireHeader("content-type", "application/json");
    }

    void requireHeaders(Set<String> names) {
        names.forEach(name -> require(headers.containsKey(name), "the header " + name + " is missing"));
    }

    static String text(JsonNode value, String field) {
        return value.path(field).asText();
    }

    static boolean before(JsonNode value, String field, String other) {
        return Instant.parse(text(value, field)).isBefore(Instant.parse(text(value, other)));
    }

    /** Applies a JSON Schema; true if the value can be checked further. */
    boolean matches(String schema, JsonNode json) {
        List<String> found = JsonSchemas.problems(schema, json);
        problems.addAll(found);
        return found.isEmpty();
    }
}
