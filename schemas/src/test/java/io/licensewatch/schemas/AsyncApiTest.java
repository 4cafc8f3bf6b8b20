package io.licensewatch.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.topic.CloudEvent;
import io.licensewatch.schemas.topic.TopicSpec;
import io.licensewatch.schemas.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares docs/asyncapi.json with the topics, the JSON Schemas, the samples' headers, and the rules of AsyncAPI 3.0. */
class AsyncApiTest {
    private static final Path DOCS = Path.of("..", "docs").toAbsolutePath().normalize();
    private static final JsonNode DOCUMENT = read(DOCS.resolve("asyncapi.json"));

    @Test
    void its_channels_are_the_public_topics_with_their_settings() {
        Map<String, String> described = new TreeMap<>();
        DOCUMENT.path("channels").forEach(channel -> {
            JsonNode kafka = channel.at("/bindings/kafka");
            JsonNode settings = kafka.path("topicConfiguration");
            assertThat(kafka.path("topic")).isEqualTo(channel.path("address"));
            described.put(
                    channel.path("address").asText(),
                    kafka.path("partitions").asText() + " "
                            + settings.path("cleanup.policy").path(0).asText() + " "
                            + settings.path("retention.ms").asText());
        });

        assertThat(described)
                .isEqualTo(Topics.defaults().publicTopics().stream()
                        .collect(Collectors.toMap(TopicSpec::name, AsyncApiTest::settings)));
    }

    private static String settings(TopicSpec topic) {
        return topic.partitions() + " " + topic.config().get("cleanup.policy") + " "
                + topic.config().getOrDefault("retention.ms", "");
    }

    @Test
    void its_messages_have_the_schemas_of_their_topics() {
        Set<String> used = new TreeSet<>();
        for (Sample sample : samples()) {
            JsonNode message = message(sample.topic());
            if (!sample.topic().equals(Topics.DEAD_LETTERS)) {
                String schema = message.at("/payload/schema/$ref").asText();
                assertThat(Files.isRegularFile(DOCS.resolve(schema))).as(schema).isTrue();
                String name = Path.of(schema).getFileName().toString().replace(".schema.json", "");
                assertThat(JsonSchemas.problems(name, sample.requiredValue()))
                        .as(sample.name())
                        .isEmpty();
                used.add(name);
            }
        }
        assertThat(used)
                .containsExactly(
                        "alert",
                        "command",
                        "operator-action",
                        "pauses",
                        "remediation-result",
                        "system-health",
                        "tenant-status",
                        "verdict");
    }

    @Test
    void its_headers_are_the_headers_of_the_samples() {
        for (Sample sample : samples()) {
            JsonNode headers = message(sample.topic()).path("headers");
            Set<String> described = new HashSet<>();
            headers.path("properties").fieldNames().forEachRemaining(described::add);
            Set<String> required = new HashSet<>();
            headers.path("required").forEach(name -> required.add(name.asText()));
            assertThat(described).as(sample.name()).containsAll(sample.headers().keySet());
            assertThat(sample.headers().keySet()).as(sample.name()).containsAll(required);
            for (String name :
                    List.of(CloudEvent.TYPE, CloudEvent.SOURCE, CloudEvent.SPEC_VERSION, CloudEvent.CONTENT_TYPE)) {
                assertThat(headers.path("properties").path(name).path("const").asText())
                        .as(sample.name() + " " + name)
                        .isEqualTo(sample.headers().getOrDefault(name, ""));
            }
        }
    }

    /** The fields that the specification requires. */
    @Test
    void it_has_the_structure_of_asyncapi_3() {
        assertThat(DOCUMENT.path("asyncapi").asText()).isEqualTo("3.0.0");
        assertThat(names(DOCUMENT))
                .containsExactlyInAnyOrder(
                        "asyncapi", "info", "defaultContentType", "channels", "operations", "components");
        assertThat(DOCUMENT.at("/info/title").asText()).isNotEmpty();
        assertThat(DOCUMENT.at("/info/version").asText()).isNotEmpty();
        for (JsonNode channel : DOCUMENT.path("channels")) {
            assertThat(names(channel)).containsExactlyInAnyOrder("address", "description", "messages", "bindings");
            assertThat(channel.at("/bindings/kafka/bindingVersion").asText()).isEqualTo("0.5.0");
        }
        Set<String> received = new HashSet<>();
        for (JsonNode operation : DOCUMENT.path("operations")) {
            assertThat(names(operation)).containsExactlyInAnyOrder("action", "summary", "channel", "messages");
            assertThat(operation.path("action").asText()).isIn("send", "receive");
            String channel = operation.at("/channel/$ref").asText();
            // The messages of an operation belong to its channel.
            assertThat(operation.path("messages"))
                    .allMatch(message -> message.path("$ref").asText().startsWith(channel + "/messages/"));
            if (operation.path("action").asText().equals("receive")) {
                received.add(channel);
            }
        }
        assertThat(received).hasSameSizeAs(DOCUMENT.path("channels"));
        for (JsonNode message : DOCUMENT.at("/components/messages")) {
            assertThat(names(message))
                    .containsExactlyInAnyOrder("name", "title", "contentType", "headers", "payload", "bindings");
            assertThat(message.at("/headers/type").asText()).isEqualTo("object");
        }
        assertThat(DOCUMENT.findValuesAsText("$ref")).isNotEmpty().allMatch(AsyncApiTest::leadsSomewhere);
    }

    private static boolean leadsSomewhere(String reference) {
        return reference.startsWith("#")
                ? !DOCUMENT.at(reference.substring(1)).isMissingNode()
                : Files.isRegularFile(DOCS.resolve(reference));
    }

    private static List<Sample> samples() {
        Set<String> topics = new HashSet<>();
        Topics.defaults().publicTopics().forEach(topic -> topics.add(topic.name()));
        return Sample.all().stream()
                .filter(sample -> sample.value() != null && topics.contains(sample.topic()))
                .toList();
    }

    private static JsonNode message(String topic) {
        JsonNode channel = stream(DOCUMENT.path("channels"))
                .filter(one -> one.path("address").asText().equals(topic))
                .findFirst()
                .orElseThrow();
        String reference = stream(channel.path("messages"))
                .findFirst()
                .orElseThrow()
                .path("$ref")
                .asText();
        return DOCUMENT.at(reference.substring(1));
    }

    private static Stream<JsonNode> stream(JsonNode node) {
        List<JsonNode> children = new ArrayList<>();
        node.forEach(children::add);
        return children.stream();
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode read(Path file) {
        try {
            return Json.MAPPER.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
