package io.licensewatch.core.row;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.json.MalformedRecordException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A JSON array of strings, as a jsonb column holds it. */
final class JsonTexts {
    private JsonTexts() {}

    static List<String> parse(String json) throws MalformedRecordException {
        try {
            return Arrays.stream(Json.MAPPER.readValue(json, Object[].class))
                    .filter(Objects::nonNull)
                    .map(Object::toString)
                    .toList();
        } catch (JsonProcessingException e) {
            throw new MalformedRecordException("a jsonb column is no array", e);
        }
    }
}
