package io.licensewatch.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Measurement;
import io.licensewatch.schemas.alert.Route;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.command.CommandBound;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandOrigin;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.command.VerifyBy;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.Effect;
import io.licensewatch.schemas.result.Pauses;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.result.Verdict;
import io.licensewatch.schemas.source.Evidence;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.status.SystemHealth;
import io.licensewatch.schemas.status.TenantStatus;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Java records and JSON Schemas have the same fields in the same order. */
class SchemaDriftTest {
    static final List<String> SCHEMAS = JsonSchemas.NAMES;

    static Stream<Arguments> records() {
        return Stream.of(
                Arguments.of(AlertEvent.class, "alert", ""),
                Arguments.of(AlertEvent.Command.class, "alert", "/properties/commands/items"),
                Arguments.of(Measurement.class, "alert", "/properties/measurement"),
                Arguments.of(Evidence.class, "alert", "/$defs/evidence"),
                Arguments.of(Evidence.class, "command", "/$defs/evidence"),
                Arguments.of(RemediationCommand.class, "command", ""),
                Arguments.of(VerifyBy.class, "command", "/$defs/verify-by"),
                Arguments.of(RemediationResult.class, "remediation-result", ""),
                Arguments.of(RemediationResult.Plan.class, "remediation-result", "/$defs/plan"),
                Arguments.of(RemediationResult.RowBefore.class, "remediation-result", "/$defs/row-before"),
                Arguments.of(RemediationResult.Approval.class, "remediation-result", "/$defs/approval"),
                Arguments.of(RemediationResult.Worker.class, "remediation-result", "/properties/worker"),
                Arguments.of(RemediationResult.Failure.class, "remediation-result", "/$defs/failure"),
                Arguments.of(Verdict.class, "verdict", ""),
                Arguments.of(Pauses.class, "pauses", ""),
                Arguments.of(Pauses.Pause.class, "pauses", "/properties/pauses/items"),
                Arguments.of(RemediationResult.Worker.class, "pauses", "/properties/worker"),
                Arguments.of(OperatorAction.class, "operator-action", ""),
                Arguments.of(OperatorAction.Request.class, "operator-action", "/$defs/request"),
                Arguments.of(Frontier.class, "frontier", ""),
                Arguments.of(Frontier.Resync.class, "frontier", "/properties/resyncs/items"),
                Arguments.of(TenantStatus.class, "tenant-status", ""),
                Arguments.of(TenantStatus.Seats.class, "tenant-status", "/properties/seats"),
                Arguments.of(TenantStatus.Feature.class, "tenant-status", "/properties/features/items"),
                Arguments.of(TenantStatus.Drift.class, "tenant-status", "/properties/drift"),
                Arguments.of(TenantStatus.DriftItem.class, "tenant-status", "/properties/drift/properties/items/items"),
                Arguments.of(TenantStatus.Onboarding.class, "tenant-status", "/properties/onboarding"),
                Arguments.of(TenantStatus.OpenAlert.class, "tenant-status", "/properties/openAlerts/items"),
                Arguments.of(TenantStatus.Command.class, "tenant-status", "/properties/commands/items"),
                Arguments.of(TenantStatus.AsOf.class, "tenant-status", "/properties/asOf"),
                Arguments.of(SystemHealth.class, "system-health", ""),
                Arguments.of(SystemHealth.Part.class, "system-health", "/properties/parts/items"),
                Arguments.of(SystemHealth.TenantScore.class, "system-health", "/properties/worstTenants/items"),
                Arguments.of(SystemHealth.Fix.class, "system-health", "/properties/fixes/items"),
                Arguments.of(SystemHealth.Rules.class, "system-health", "/properties/rules"),
                Arguments.of(TenantStatus.AsOf.class, "system-health", "/properties/asOf"));
    }

    static Stream<Arguments> enums() {
        return Stream.of(
                Arguments.of(AlertStatus.class, "alert", "/properties/status"),
                Arguments.of(Severity.class, "alert", "/properties/severity"),
                Arguments.of(Level.class, "alert", "/properties/level"),
                Arguments.of(Route.class, "alert", "/properties/routes/items"),
                Arguments.of(Severity.class, "tenant-status", "/properties/openAlerts/items/properties/severity"),
                Arguments.of(Level.class, "tenant-status", "/properties/openAlerts/items/properties/level"),
                Arguments.of(CommandType.class, "tenant-status", "/properties/commands/items/properties/type"),
                Arguments.of(CommandState.class, "tenant-status", "/properties/commands/items/properties/state"),
                Arguments.of(CommandMode.class, "tenant-status", "/properties/commands/items/properties/mode"),
                Arguments.of(CommandType.class, "alert", "/properties/commands/items/properties/type"),
                Arguments.of(CommandState.class, "alert", "/properties/commands/items/properties/state"),
                Arguments.of(CommandKind.class, "command", "/properties/kind"),
                Arguments.of(CommandType.class, "command", "/properties/type"),
                Arguments.of(CommandMode.class, "command", "/properties/mode"),
                Arguments.of(CommandOrigin.class, "command", "/properties/origin"),
                Arguments.of(CommandType.class, "remediation-result", "/properties/type"),
                Arguments.of(CommandState.class, "remediation-result", "/properties/state"),
                Arguments.of(CommandType.class, "verdict", "/properties/type"),
                Arguments.of(Effect.class, "verdict", "/properties/effect"),
                Arguments.of(ActionKind.class, "operator-action", "/properties/kind"));
    }

    @ParameterizedTest
    @MethodSource("records")
    void a_record_and_its_schema_have_the_same_fields_and_all_are_required(
            Class<?> type, String schema, String pointer) {
        JsonNode object = JsonSchemas.document(schema).at(pointer);
        List<String> components = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();

        assertThat(object.path("properties").properties().stream().map(Map.Entry::getKey))
                .containsExactlyElementsOf(components);
        assertThat(object.path("required").valueStream().map(JsonNode::asText)).containsExactlyElementsOf(components);
    }

    @ParameterizedTest
    @MethodSource("enums")
    void an_enum_and_its_schema_have_the_same_values(Class<? extends Enum<?>> type, String schema, String pointer) {
        assertThat(JsonSchemas.document(schema)
                        .at(pointer)
                        .path("enum")
                        .valueStream()
                        .map(JsonNode::asText))
                .containsExactlyElementsOf(
                        Arrays.stream(type.getEnumConstants()).map(Enum::name).toList());
    }

    @Test
    void the_schema_of_a_request_has_only_requestable_types() {
        assertThat(texts(JsonSchemas.document("operator-action").at("/$defs/request/properties/type/enum")))
                .containsExactlyElementsOf(Arrays.stream(CommandType.values())
                        .filter(CommandType::isRequestable)
                        .map(Enum::name)
                        .toList());
    }

    @Test
    void parameters_of_a_request_are_the_parameters_of_the_command() {
        JsonNode command = JsonSchemas.document("command").path("$defs");
        JsonNode action = JsonSchemas.document("operator-action").path("$defs");

        List<String> names = action.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> name.startsWith("parameters-"))
                .toList();

        assertThat(names).hasSize(5).allMatch(name -> action.path(name).equals(command.path(name)));
    }

    @Test
    void the_bound_of_a_command_is_a_value_of_the_enum_or_null() {
        assertThat(texts(JsonSchemas.document("command").at("/properties/bound/enum")))
                .containsExactly("GRANT", "SUBSCRIPTION", "null");
        assertThat(CommandBound.values()).hasSize(2);
    }

    @Test
    void a_pause_is_of_all_command_types_or_of_one() {
        List<String> types = Stream.concat(Arrays.stream(CommandType.values()).map(Enum::name), Stream.of("null"))
                .toList();

        assertThat(texts(JsonSchemas.document("operator-action").at("/properties/commandType/enum")))
                .containsExactlyElementsOf(types);
        assertThat(texts(JsonSchemas.document("pauses").at("/properties/pauses/items/properties/type/enum")))
                .containsExactlyElementsOf(types);
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }

    @ParameterizedTest
    @FieldSource("SCHEMAS")
    void every_field_is_described_and_the_top_level_is_open(String schema) {
        JsonNode document = JsonSchemas.document(schema);

        assertThat(document.path("$schema").asText()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(document.path("additionalProperties").asBoolean()).isTrue();
        assertThat(undescribed(document)).isEmpty();
    }

    private static List<String> undescribed(JsonNode schema) {
        Stream<String> here = schema.path("properties").properties().stream()
                .filter(field ->
                        !field.getValue().has("const") && !field.getValue().has("enum"))
                .filter(field -> !field.getValue().has("description"))
                .map(Map.Entry::getKey);
        Stream<String> below = Stream.concat(
                        schema.path("properties").valueStream(),
                        schema.path("$defs").valueStream())
                .flatMap(part -> undescribed(part.has("items") ? part.path("items") : part).stream());
        return Stream.concat(here, below).toList();
    }
}
