package io.licensewatch.core.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.licensewatch.schemas.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object inside a stored value; integers come back as Long, so that what was equal stays equal. */
final class JsonObject {
    private static final ObjectReader READER = Json.MAPPER
            .readerFor(new TypeReference<Map<String, @Nullable Object>>() {})
            .with(DeserializationFeature.USE_LONG_FOR_INTS);

    private JsonObject() {}

    static String write(Map<String, @Nullable Object> object) {
        try {
            return Json.MAPPER.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("details are no JSON: " + object.keySet(), e);
        }
    }

    static Map<String, @Nullable Object> read(String json) {
        try {
            return READER.readValue(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored JSON cannot be read", e);
        }
    }
}
