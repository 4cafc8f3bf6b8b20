package io.licensewatch.schemas.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.licensewatch.schemas.source.RowValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON values as Java objects: String, Boolean, Long, Double, a List, a Map, or null. */
final class JsonValues {
    /** Postgres' limit on the columns of a table. Rows are searched linearly, so more columns would be slow. */
    private static final int MOST_COLUMNS = 1_600;

    private JsonValues() {}

    /** @param in at the value */
    static @Nullable Object read(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> in.getLongValue();
            case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
            case START_ARRAY -> array(in);
            case START_OBJECT -> map(in);
            default -> in.getText();
        };
    }

    /**
     * Reads the columns of a row.
     *
     * @param in at the beginning of the row
     */
    static RowValues row(JsonParser in) throws IOException {
        RowValues.Builder fields = new RowValues.Builder();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            if (fields.put(name, read(in)).size() > MOST_COLUMNS) {
                throw new JsonParseException(in, "more columns than a table can have");
            }
        }
        return fields.build();
    }

    private static Map<String, @Nullable Object> map(JsonParser in) throws IOException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            fields.put(name, read(in));
        }
        return fields;
    }

    private static List<@Nullable Object> array(JsonParser in) throws IOException {
        List<@Nullable Object> values = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            values.add(read(in));
        }
        return values;
    }
}
