package io.licensewatch.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.command.CommandBound;
import io.licensewatch.schemas.command.CommandOrigin;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.WholeChange;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.Effect;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.topic.CloudEvent;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SamplesTest {
    private static final Map<String, JsonCodec<?>> CODECS = Map.of(
            "alert", JsonCodec.ALERT,
            "command", JsonCodec.COMMAND,
            "remediation-result", JsonCodec.RESULT,
            "verdict", JsonCodec.VERDICT,
            "pauses", JsonCodec.PAUSES,
            "operator-action", JsonCodec.ACTION,
            "tenant-status", JsonCodec.TENANT_STATUS,
            "system-health", JsonCodec.SYSTEM_HEALTH,
            "frontier", JsonCodec.FRONTIER);

    static List<Sample> samples() {
        return Sample.all();
    }

    static Stream<Arguments> coded() {
        return CODECS.entrySet().stream()
                .flatMap(codec -> Sample.of(codec.getKey()).map(sample -> Arguments.of(sample, codec.getValue())));
    }

    static Stream<Sample> rowChanges() {
        return Sample.of("row-change");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_sample_keeps_the_contract_of_its_topic(Sample sample) {
        ContractValidator.validate(sample.topic(), sample.keyBytes(), sample.valueBytes(), sample.headers());
    }

    /** Other workers may omit these headers; our own and the samples have them. */
    @ParameterizedTest
    @MethodSource("samples")
    void a_sample_is_a_cloud_event_if_it_is_an_event(Sample sample) {
        boolean event = sample.value() != null
                && Topics.defaults().publicTopics().stream()
                        .anyMatch(topic -> topic.name().equals(sample.topic()))
                && !sample.topic().equals(Topics.DEAD_LETTERS);

        assertThat(sample.headers().containsKey(CloudEvent.ID)).isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("coded")
    void a_sample_survives_decoding_and_encoding_byte_for_byte(Sample sample, JsonCodec<?> codec) throws Exception {
        assertThat(text(reencoded(codec, sample.requiredValue())))
                .isEqualTo(sample.requiredValue().toString());
    }

    /** A licence that ends in the year 9999 or later has no end: few parsers of ISO 8601 accept a year with a sign. */
    @ParameterizedTest
    @MethodSource("coded")
    void no_published_time_is_beyond_the_year_9999(Sample sample, JsonCodec<?> codec) {
        assertThat(sample.requiredValue().toString()).doesNotContain("\"+1");
    }

    @ParameterizedTest
    @MethodSource("coded")
    void fields_of_a_later_version_are_tolerated(Sample sample, JsonCodec<?> codec) throws Exception {
        ObjectNode later = sample.requiredValue().deepCopy();
        later.put("addedLater", 1).putObject("addedToo").put("nested", true);

        assertThat(text(reencoded(codec, later)))
                .isEqualTo(sample.requiredValue().toString());
    }

    @ParameterizedTest
    @MethodSource("rowChanges")
    void a_row_change_is_decoded_as_it_was_encoded(Sample sample) throws Exception {
        ObjectNode json = sample.requiredValue().deepCopy();
        json.put("addedLater", 1).withObject("source").put("addedToo", true);

        RowChange change = WholeChange.decode(sample.keyBytes(), Sample.bytes(json));

        JsonNode source = json.path("source");
        assertThat(change.key()).isEqualTo(sample.key());
        assertThat(change.op().code()).isEqualTo(json.path("op").asText());
        assertThat(change.table()).isEqualTo(source.path("table").asText());
        assertThat(change.position().epoch()).isEqualTo(source.path("epoch").asInt());
        assertThat(change.position().lsn()).isEqualTo(source.path("lsn").asLong());
        assertThat(change.committedAt().toEpochMilli())
                .isEqualTo(source.path("ts_ms").asLong());
        assertThat(change.command()).isEqualTo(source.path("command").textValue());
        assertThat(tree(change.before())).isEqualTo(json.path("before"));
        assertThat(tree(change.after())).isEqualTo(json.path("after"));
    }

    @Test
    void every_rule_has_a_sample_of_each_of_its_statuses() {
        Map<String, List<String>> statusesByRule = Sample.of("alert")
                .map(Sample::requiredValue)
                .collect(Collectors.groupingBy(
                        alert -> alert.path("rule").asText(),
                        Collectors.mapping(
                                alert -> alert.path("status").asText(),
                                Collectors.collectingAndThen(
                                        Collectors.toSet(),
                                        s -> s.stream().sorted().toList()))));

        assertThat(statusesByRule.keySet())
                .as("the rules of the schema")
                .containsExactlyInAnyOrderElementsOf(JsonSchemas.document("alert")
                        .at("/properties/rule/enum")
                        .valueStream()
                        .map(JsonNode::asText)
                        .toList());
        List<String> all = List.of("OPEN", "RESOLVED", "UPDATED");
        assertThat(statusesByRule)
                .containsOnly(
                        Map.entry("seat-utilization", all),
                        Map.entry("license-expiring", all),
                        Map.entry("license-expired", all),
                        Map.entry("rbac-drift", all),
                        Map.entry("onboarding-stalled", List.of("OPEN", "RESOLVED")),
                        Map.entry("view-refresh-failing", List.of("OPEN", "RESOLVED")),
                        Map.entry("view-stale", List.of("OPEN", "RESOLVED")),
                        Map.entry("system-health", all),
                        Map.entry("multi-tenant-impact", all),
                        Map.entry("feed-stalled", List.of("OPEN", "RESOLVED")),
                        Map.entry("remediation-held", List.of("OPEN", "RESOLVED")));
    }

    @Test
    void every_command_type_has_an_issue_and_one_has_a_cancel() {
        assertThat(Sample.of("command")
                        .map(Sample::requiredValue)
                        .filter(command -> "ISSUE".equals(command.path("kind").asText()))
                        .map(command -> CommandType.valueOf(command.path("type").asText())))
                .contains(CommandType.values());
        assertThat(Sample.of("command")
                        .map(sample -> sample.requiredValue().path("kind").asText()))
                .contains("CANCEL");
    }

    @Test
    void a_cancel_has_the_id_of_the_command_that_it_cancels() {
        Map<String, List<String>> kinds = Sample.of("command")
                .map(Sample::requiredValue)
                .collect(Collectors.groupingBy(
                        command -> command.path("commandId").asText(),
                        Collectors.mapping(command -> command.path("kind").asText(), Collectors.toList())));

        assertThat(kinds.values()).filteredOn(k -> k.contains("CANCEL")).allMatch(k -> k.contains("ISSUE"));
    }

    @Test
    void every_state_effect_and_kind_of_action_has_a_sample() {
        assertThat(values("remediation-result", "state")).containsAll(names(CommandState.values()));
        assertThat(values("verdict", "effect")).containsAll(names(Effect.values()));
        assertThat(values("operator-action", "kind")).containsAll(names(ActionKind.values()));
        assertThat(values("command", "origin")).containsAll(names(CommandOrigin.values()));
        assertThat(values("command", "bound")).containsAll(names(CommandBound.values()));
    }

    /** The samples are consistent, so that they can serve as test data for another worker or console. */
    @Test
    void results_verdicts_and_decisions_refer_to_commands_of_the_samples() {
        Set<String> commands = values("command", "commandId");

        assertThat(commands)
                .containsAll(values("remediation-result", "commandId"))
                .containsAll(values("verdict", "commandId"));
        assertThat(Sample.of("operator-action")
                        .map(sample -> sample.requiredValue().path("commandId"))
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::asText))
                .isSubsetOf(commands);
    }

    private static Set<String> values(String samples, String field) {
        return Sample.of(samples)
                .map(sample -> sample.requiredValue().path(field).asText())
                .collect(Collectors.toSet());
    }

    private static List<String> names(Enum<?>... values) {
        return Stream.of(values).map(Enum::name).toList();
    }

    private static JsonNode tree(@Nullable Map<String, @Nullable Object> row) throws Exception {
        return Json.MAPPER.readTree(Json.MAPPER.writeValueAsBytes(row));
    }

    private static <T> byte[] reencoded(JsonCodec<T> codec, JsonNode json) throws Exception {
        return codec.encode(codec.decode(Sample.bytes(json)));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
