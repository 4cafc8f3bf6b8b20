package io.licensewatch.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.schemas.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A golden record. The files have the format that {@code --json} prints, without partition and offset.
 *
 * @param value null for a tombstone
 */
record Sample(
        String name,
        String topic,
        String key,
        Map<String, String> headers,
        @Nullable JsonNode value) {

    static List<Sample> all() {
        try (Stream<Path> files = Files.list(directory())) {
            return files.sorted().map(Sample::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The samples with a value whose name has this prefix. */
    static Stream<Sample> of(String prefix) {
        return all().stream().filter(sample -> sample.name.startsWith(prefix) && sample.value != null);
    }

    JsonNode requiredValue() {
        return Objects.requireNonNull(value, name);
    }

    byte[] keyBytes() {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    byte @Nullable [] valueBytes() {
        return value == null ? null : bytes(value);
    }

    static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Sample read(Path file) {
        try {
            JsonNode json = Json.MAPPER.readTree(file.toFile());
            Map<String, String> headers = new HashMap<>();
            json.path("headers")
                    .properties()
                    .forEach(header ->
                            headers.put(header.getKey(), header.getValue().asText()));
            JsonNode value = json.path("value");
            return new Sample(
                    file.getFileName().toString(),
                    json.path("topic").asText(),
                    json.path("key").asText(),
                    headers,
                    value.isNull() ? null : value);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static Path directory() {
        try {
            return Path.of(Objects.requireNonNull(Sample.class.getResource("samples"), "samples")
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
