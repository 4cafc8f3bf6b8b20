package io.licensewatch.schemas.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.util.stream.Collectors;

/**
 * Describes where JSON is invalid without quoting it: Jackson's messages contain values, which must not reach a log. For the same
 * reason its exceptions are not passed on as causes.
 */
final class JsonFault {
    private JsonFault() {}

    static String of(Exception e) {
        return of(e, 0);
    }

    /** @param from offset of the parsed part in the whole record */
    static String of(Exception e, int from) {
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return "'" + path(mapping) + "' is missing or not what it should be";
        }
        if (e instanceof JsonProcessingException json && json.getLocation() != null) {
            return "invalid JSON at byte " + (from + json.getLocation().getByteOffset());
        }
        return "invalid JSON";
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }
}
