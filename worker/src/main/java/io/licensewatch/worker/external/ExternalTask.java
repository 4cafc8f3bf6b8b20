package io.licensewatch.worker.external;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.json.Json;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A task outside the database: a mail or a webhook.
 *
 * @param kind {@code mail} or {@code webhook}
 * @param issuedAt time of the command; the same in each attempt
 */
public record ExternalTask(
        String commandId,
        String kind,
        CommandType type,
        String tenantId,
        String target,
        Instant issuedAt,
        Map<String, @Nullable Object> parameters) {
    public static final String MAIL = "mail";
    public static final String WEBHOOK = "webhook";

    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    public ExternalTask {
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    }

    /** @throws IllegalArgumentException if the JSON is not a task */
    public static ExternalTask of(String commandId, JsonNode json) {
        try {
            JsonNode parameters = json.path("parameters");
            return new ExternalTask(
                    commandId,
                    json.path("kind").asText(),
                    CommandType.valueOf(json.path("type").asText()),
                    json.path("tenantId").asText(),
                    json.path("target").asText(),
                    Instant.parse(json.path("issuedAt").asText()),
                    parameters.isObject() ? Json.MAPPER.readerFor(OBJECT).readValue(parameters.toString()) : Map.of());
        } catch (JsonProcessingException | RuntimeException e) {
            throw new IllegalArgumentException("not a task: " + e.getClass().getSimpleName(), e);
        }
    }
}
