package io.licensewatch.schemas.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.licensewatch.schemas.source.RowValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a JSON value holds: String, Boolean, Long, Double, a List, a Map, or null. */
final class JsonValues {
    private JsonValues() {}

    /** @param in stands at the value */
    static @Nullable Object read(JsonParser in) throws IOException {
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

    /** @param in stands at its beginning */
    static RowValues object(JsonParser in) throws IOException {
        RowValues.Builder fields = new RowValues.Builder();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            fields.put(name, read(in));
        }
        return fields.build();
    }

    private static List<@Nullable Object> array(JsonParser in) throws IOException {
        List<@Nullable Object> values = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            values.add(read(in));
        }
        return values;
    }
}
