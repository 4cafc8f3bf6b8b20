package io.licensewatch.console.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.javalin.http.HandlerType;
import io.licensewatch.console.api.ApiFixture.Answer;
import io.licensewatch.console.read.Fleet;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.schemas.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the description with the API. */
class OpenApiTest {
    private static final List<String> CONTRACTS = List.of(
            "alert",
            "command",
            "remediation-result",
            "verdict",
            "operator-action",
            "pauses",
            "tenant-status",
            "system-health");

    @TempDir
    static Path directory;

    private static ApiFixture console;
    private static JsonNode document;
    private static SchemaRegistry registry;

    @BeforeAll
    static void start() throws Exception {
        console = new ApiFixture(directory, 60);
        document = Json.MAPPER
                .reader()
                .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .readTree(console.get("/api/openapi.json").body());
        Map<String, String> contracts = new HashMap<>();
        for (String name : CONTRACTS) {
            Answer contract = console.get("/api/schemas/" + name + ".schema.json");
            assertThat(contract.status()).isEqualTo(200);
            contracts.put("urn:licensewatch:schema:" + name + ":v1", contract.body());
        }
        registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(contracts));
    }

    @AfterAll
    static void stop() throws Exception {
        console.close();
    }

    @Test
    void each_call_is_described_with_exactly_its_parameters() {
        List<String> described = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> described.add(operation.getKey().toUpperCase(Locale.ROOT) + " "
                                + path.getKey() + " " + parameters(operation.getValue(), "query") + " "
                                + parameters(operation.getValue(), "path"))));

        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(console.calls().stream()
                        .map(call -> call.method().name() + " " + call.path() + " " + new TreeSet<>(call.query()) + " "
                                + inPath(call.path()))
                        .toList());
    }

    @Test
    void other_thresholds_may_be_tried_for_every_rule_about_a_tenant() {
        assertThat(document.path("paths")
                        .path("/api/v1/what-if")
                        .at("/get/parameters")
                        .valueStream()
                        .filter(parameter -> parameter.path("name").asText().equals("rule"))
                        .flatMap(parameter -> parameter.at("/schema/enum").valueStream())
                        .map(JsonNode::asText))
                .containsExactlyInAnyOrderElementsOf(
                        Rule.ofTenants().stream().map(Rule::id).toList());
    }

    private static Set<String> parameters(JsonNode operation, String in) {
        Set<String> names = new TreeSet<>();
        operation.path("parameters").forEach(parameter -> {
            if (parameter.path("in").asText().equals(in)) {
                names.add(parameter.path("name").asText());
            }
        });
        return names;
    }

    private static Set<String> inPath(String path) {
        Set<String> names = new TreeSet<>();
        Pattern.compile("\\{(\\w+)}").matcher(path).results().forEach(one -> names.add(one.group(1)));
        return names;
    }

    @Test
    void the_answer_to_each_call_is_as_described() throws Exception {
        String sample = "4b1f6c5e-7c1a-4d0e-9a55-0c9f2f5f1a01";
        Map<String, List<String>> examples = new HashMap<>();
        examples.put("/api/v1/tenants", List.of("?limit=200", "?q=harb", "?order=NAME&seats=CRITICAL"));
        examples.put("/api/v1/tenants/{tenantId}", List.of(Fleet.id(3), Fleet.id(4), sample));
        String closed = console.get("/api/v1/tenants/" + sample)
                .json()
                .path("closedAlerts")
                .path(0)
                .path("alertId")
                .asText();
        examples.put("/api/v1/alerts/{alertId}", List.of(Fleet.alertId(3), closed));
        examples.put(
                "/api/v1/alerts/{alertId}/episodes/{episode}",
                List.of(Fleet.alertId(3) + "/episodes/1", closed + "/episodes/1"));
        examples.put("/api/v1/commands/{commandId}", List.of(Fleet.commandId(3), "51d3a7c90000ae0f"));
        examples.put("/api/v1/health", List.of("", "?from=2026-03-01T00:00:00Z&until=2026-04-01T00:00:00Z"));
        examples.put("/api/schemas/{name}", List.of("alert.schema.json"));
        examples.put("/api/admin/refresh-views", List.of("", "?view=tenant_effective_access&limit=3"));
        for (Call call : console.calls()) {
            if (call.path().endsWith("/events")) {
                continue;
            }
            boolean changes = call.method().equals(HandlerType.POST);
            for (String example : changes ? List.of("") : examples.getOrDefault(call.path(), List.of(""))) {
                String path = call.path().replaceFirst("\\{.*", "") + example;
                Answer answer = call.path().startsWith("/api/v1/pauses") && changes
                        ? console.send("POST", path, "{\"reason\": \"why\"}", "Content-Type", "application/json")
                        : console.send(call.method().name(), path, null);
                assertDescribed(call, path, answer);
            }
        }
    }

    private static void assertDescribed(Call call, String path, Answer answer) throws IOException {
        JsonNode responses = document.path("paths")
                .path(call.path())
                .path(call.method().name().toLowerCase(Locale.ROOT))
                .path("responses");
        JsonNode content = responses.path(String.valueOf(answer.status())).path("content");
        assertThat(content.has(answer.type()))
                .as("%s %s: %s %s", call.method().name(), path, answer.status(), answer.body())
                .isTrue();
        assertThat(problems(content.path(answer.type()).path("schema"), answer.json()))
                .as(path)
                .isEmpty();
    }

    private static List<String> problems(JsonNode schema, JsonNode value) throws IOException {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", document.path("components"));
        String text = whole.toString()
                .replaceAll("\"schemas/([a-z-]+)[.]schema[.]json\"", "\"urn:licensewatch:schema:$1:v1\"");
        return registry.getSchema(Json.MAPPER.readTree(text)).validate(value).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    @Test
    void a_problem_is_as_described_and_a_wrong_answer_is_detected() throws Exception {
        JsonNode described = document.path("components").path("schemas").path("Problem");

        assertThat(problems(described, console.get("/api/v1/nothing").json())).isEmpty();
        assertThat(problems(described, Json.MAPPER.createObjectNode())).isNotEmpty();
        JsonNode tenants =
                document.path("paths").path("/api/v1/tenants").path("get").path("responses");
        ObjectNode page = (ObjectNode) console.get("/api/v1/tenants").json();
        page.put("more", 1);
        assertThat(problems(
                        tenants.path("200")
                                .path("content")
                                .path("application/json")
                                .path("schema"),
                        page))
                .isNotEmpty();
    }

    @Test
    void every_reference_resolves() throws Exception {
        for (String reference : references(document)) {
            if (reference.startsWith("#/")) {
                assertThat(document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse();
            } else {
                assertThat(console.get("/api/" + reference).status())
                        .as(reference)
                        .isEqualTo(200);
            }
        }
    }

    private static List<String> references(JsonNode node) {
        List<String> references = new ArrayList<>();
        if (node.path("$ref").isTextual()) {
            references.add(node.path("$ref").asText());
        }
        StreamSupport.stream(node.spliterator(), false).forEach(child -> references.addAll(references(child)));
        return references;
    }

    @Test
    void the_served_description_is_the_file() throws Exception {
        try (InputStream in = Objects.requireNonNull(Api.class.getResourceAsStream("openapi.json"))) {
            assertThat(console.get("/api/openapi.json").body())
                    .isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
    }
}
