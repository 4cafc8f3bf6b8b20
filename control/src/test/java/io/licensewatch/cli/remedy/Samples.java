package io.licensewatch.cli.remedy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.cli.TopicRecord;
import io.licensewatch.control.CommandView;
import io.licensewatch.schemas.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** The golden samples of the contracts as topic records. */
final class Samples {
    /** Of most samples: 61 of 50 seats are used, at most 11 users are to be deactivated. */
    static final String DEACTIVATE = "51d3a7c900004d5c";

    static final String TENANT = "4b1f6c5e-7c1a-4d0e-9a55-0c9f2f5f1a01";

    private Samples() {}

    static CommandBook book(String... names) {
        CommandBook book = new CommandBook();
        for (String name : names) {
            book.add(read(name));
        }
        return book;
    }

    /** The command to deactivate users, with these results. */
    static CommandView deactivation(String... results) {
        CommandBook book = book("command-deactivate-inactive-users");
        for (String result : results) {
            book.add(read("remediation-result-" + result));
        }
        return book.find(DEACTIVATE);
    }

    static TopicRecord read(String name) {
        return read(name, Map.of());
    }

    /** With other values in some fields. */
    static TopicRecord read(String name, Map<String, Object> changes) {
        JsonNode sample = sample(name);
        ObjectNode value = sample.path("value").deepCopy();
        changes.forEach((field, other) -> value.set(field, Json.MAPPER.valueToTree(other)));
        return new TopicRecord(
                sample.path("topic").asText(),
                0,
                0,
                Instant.EPOCH,
                sample.path("key").asText(),
                Map.of(),
                value.toString());
    }

    private static JsonNode sample(String name) {
        String resource = "/io/licensewatch/schemas/samples/" + name + ".json";
        try (InputStream in = Objects.requireNonNull(Samples.class.getResourceAsStream(resource), resource)) {
            return Json.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
