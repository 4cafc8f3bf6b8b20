package io.licensewatch.console.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.licensewatch.schemas.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The optional body of a call. */
public final class GivenJson {
    private static final int LONGEST = 200;

    private GivenJson() {}

    /** @param known the allowed fields */
    public static ObjectNode of(Context request, String... known) {
        String type = request.header("Content-Type"); // not decoded by the server, which fails on an unknown charset
        String media = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!media.isEmpty() && !media.equals("application/json")) {
            throw new Problem(415, "the body has to be JSON: Content-Type: application/json");
        }
        String body = new String(request.bodyAsBytes(), StandardCharsets.UTF_8); // the charset of JSON
        if (body.isBlank()) {
            return Json.MAPPER.createObjectNode();
        }
        if (media.isEmpty()) {
            throw new Problem(415, "the body needs Content-Type: application/json");
        }
        ObjectNode given = parse(body);
        List<String> names = new ArrayList<>();
        given.fieldNames().forEachRemaining(names::add);
        names.removeAll(List.of(known));
        if (!names.isEmpty()) {
            throw Problem.badRequest(
                    known.length == 0 ? "this call takes no field" : "the body takes " + String.join(", ", known));
        }
        return given;
    }

    private static ObjectNode parse(String body) {
        try {
            if (Json.MAPPER.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            // as for any other value that is not an object
        }
        throw Problem.badRequest("the body is not a JSON object");
    }

    public static @Nullable String text(ObjectNode given, String name) {
        JsonNode value = given.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        String text = value.asText();
        if (!value.isTextual()
                || text.isBlank()
                || text.length() > LONGEST
                || text.chars().anyMatch(Character::isISOControl)) {
            throw Problem.badRequest(name + " is a text of 1 to " + LONGEST + " characters without control characters");
        }
        return text;
    }

    public static boolean truth(ObjectNode given, String name) {
        JsonNode value = given.get(name);
        if (value == null || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw Problem.badRequest(name + " is true or false");
        }
        return value.asBoolean();
    }
}
