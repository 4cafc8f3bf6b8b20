package io.licensewatch.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.schemas.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule is in the schemas and in the list of rules of README.md. */
class RuleContractTest {
    private static final List<String> OF_VIEWS = List.of(Rule.VIEW_REFRESH_FAILING.id(), Rule.VIEW_STALE.id());

    private static final Pattern LISTED = Pattern.compile("(?m)^\\| `([a-z]+(?:-[a-z]+)+)` \\|");

    @Test
    void an_alert_may_be_of_every_rule() throws IOException {
        assertThat(values("alert", "/properties/rule"))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Rule.values()).map(Rule::id).toList());
    }

    @Test
    void several_tenants_may_have_an_incident_of_every_rule_about_one() throws IOException {
        assertThat(ofRule(Rule.MULTI_TENANT_IMPACT).at("/then/properties/subject/enum"))
                .map(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(ofTenants());
    }

    @ParameterizedTest
    @MethodSource("io.licensewatch.core.detect.Rule#ofTenants")
    void an_alert_about_a_tenant_has_the_subject_of_its_rule(Rule rule) throws IOException {
        assertThat(ofRule(rule).at("/then/properties/subject/const").asText()).isEqualTo(rule.subject());
    }

    @ParameterizedTest
    @CsvSource({
        "tenant-status, /properties/openAlerts/items/properties/rule",
        "tenant-status, /properties/insufficientData/items"
    })
    void a_status_may_name_every_rule_about_a_tenant(String schema, String pointer) throws IOException {
        assertThat(values(schema, pointer)).containsExactlyInAnyOrderElementsOf(ofTenants());
    }

    @ParameterizedTest
    @CsvSource({
        "system-health, /properties/parts/items/properties/rule",
        "system-health, /properties/fixes/items/properties/rule"
    })
    void the_health_may_name_every_rule_about_a_tenant_or_a_view(String schema, String pointer) throws IOException {
        assertThat(values(schema, pointer))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(ofTenants(), OF_VIEWS).flatMap(List::stream).toList());
    }

    @Test
    void the_readme_lists_every_rule() throws IOException {
        Matcher listed = LISTED.matcher(Files.readString(Path.of("..", "README.md")));
        assertThat(listed.results().map(result -> result.group(1)))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Rule.values()).map(Rule::id).toList());
    }

    private static List<String> ofTenants() {
        return Rule.ofTenants().stream().map(Rule::id).toList();
    }

    /** What the schema of alerts demands of those of a rule. */
    private static JsonNode ofRule(Rule rule) throws IOException {
        return schema("alert")
                .path("allOf")
                .valueStream()
                .filter(one -> one.at("/if/properties/rule/const").asText().equals(rule.id()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("alert.schema.json has no \"if\" for " + rule.id()));
    }

    private static List<String> values(String schema, String pointer) throws IOException {
        return schema(schema)
                .at(pointer)
                .path("enum")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    private static JsonNode schema(String name) throws IOException {
        String resource = "/io/licensewatch/schemas/json-schema/" + name + ".schema.json";
        try (InputStream in = RuleContractTest.class.getResourceAsStream(resource)) {
            return Json.MAPPER.readTree(Objects.requireNonNull(in, resource));
        }
    }
}
