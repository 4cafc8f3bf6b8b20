package io.licensewatch.console.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.licensewatch.schemas.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The position in a list: the sort key of the last row of a page. As text it is opaque, and valid for one list with the same
 * filters.
 *
 * @param values texts and whole numbers
 */
public record Cursor(List<Object> values) {
    private static final int LONGEST = 4096;

    public Cursor {
        values = List.copyOf(values);
    }

    public static Cursor of(Object... values) {
        return new Cursor(List.of(values));
    }

    /** @param list the list with its filters and its order */
    String text(Object list) {
        ArrayNode array = Json.MAPPER.createArrayNode().add(check(list, values));
        values.forEach(array::addPOJO);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(array));
    }

    /** @throws BadCursorException if the cursor is not from this list */
    static Cursor parse(Object list, String text) {
        try {
            if (text.length() > LONGEST) {
                throw new BadCursorException();
            }
            JsonNode array = Json.MAPPER.readTree(Base64.getUrlDecoder().decode(text));
            if (array == null || !array.isArray() || array.isEmpty()) {
                throw new BadCursorException();
            }
            List<Object> values = new ArrayList<>();
            for (int i = 1; i < array.size(); i++) {
                values.add(value(array.get(i)));
            }
            if (array.get(0).asLong() != check(list, values)) {
                throw new BadCursorException();
            }
            return new Cursor(values);
        } catch (IOException | IllegalArgumentException e) {
            throw new BadCursorException();
        }
    }

    private static Object value(JsonNode node) {
        if (node.isTextual()) {
            return node.asText();
        }
        if (node.canConvertToExactIntegral() && node.canConvertToLong()) {
            return node.asLong();
        }
        throw new BadCursorException();
    }

    public long number(int index) {
        if (index < values.size() && values.get(index) instanceof Number number) {
            return number.longValue();
        }
        throw new BadCursorException();
    }

    public String string(int index) {
        if (index < values.size() && values.get(index) instanceof String string) {
            return string;
        }
        throw new BadCursorException();
    }

    /** Detects mistakes, such as a cursor of other filters; a forged cursor shows only rows that the caller may see anyway. */
    private static long check(Object list, List<Object> values) {
        CRC32 sum = new CRC32();
        sum.update((list + "\n" + values).getBytes(StandardCharsets.UTF_8));
        return sum.getValue();
    }

    private static byte[] bytes(ArrayNode array) {
        try {
            return Json.MAPPER.writeValueAsBytes(array);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
