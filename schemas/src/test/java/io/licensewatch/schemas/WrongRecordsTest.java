package io.licensewatch.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The contracts reject wrong records: each field of each sample is broken in turn. */
class WrongRecordsTest {
    /** Objects with open content. */
    private static final Set<String> OPEN = Set.of("details", "before", "after", "guard", "columns");
    /** Optional fields: Debezium writes the first; the second is present if a command was executed. */
    private static final Set<String> OPTIONAL = Set.of("/source/connector", "/source/command");

    static Stream<Sample> samples() {
        return JsonSchemas.NAMES.stream().flatMap(Sample::of);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_missing_field_is_rejected(Sample sample) {
        assertThat(acceptedAfter(sample, (parent, field) -> parent.remove(field)))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_field_of_another_type_is_rejected(Sample sample) {
        assertThat(acceptedAfter(sample, WrongRecordsTest::changeType)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "alert-rbac-drift-open, /rule, seats-of-the-moon",
        "alert-rbac-drift-open, /status, open",
        "alert-rbac-drift-open, /severity, FATAL",
        "alert-rbac-drift-open, /level, L4",
        "alert-rbac-drift-open, /stage, not a stage",
        "alert-rbac-drift-open, /subject, seats",
        "alert-seat-utilization-open, /stage, NOTICE",
        "alert-rbac-drift-open, /openedAt, 2026-03-04 12:00:05",
        "alert-rbac-drift-open, /openedAt, 2026-03-04T12:00:05+01:00",
        "alert-rbac-drift-open, /eventId, c27e84d1a6f03b95",
        "alert-rbac-drift-open, /tenantId, ''",
        "alert-rbac-drift-open, /evidence/0/lsn, 27000000",
        "alert-rbac-drift-open, /evidence/0/table, user_roles",
        "command-upgrade-seats, /type, DROP_TABLES",
        "command-upgrade-seats, /kind, REVOKE",
        "command-upgrade-seats, /mode, YOLO",
        "command-upgrade-seats, /type, START_RENEWAL",
        "command-upgrade-seats, /origin, SOMEBODY",
        "command-upgrade-seats, /guard/used, many",
        "command-upgrade-seats, /verifyBy/hold, one hour",
        "command-upgrade-seats, /verifyBy/hold, PT",
        "command-extend-license, /bound, FOREVER",
        "command-extend-license, /guard/coveredUntil, soon",
        "remediation-result-applied, /state, DONE",
        "remediation-result-applied, /state, EXECUTING",
        "remediation-result-applied, /effectiveLsn, here",
        "remediation-result-applied, /resultId, 51d3a7c900004d5c",
        "remediation-result-failed, /error/sqlState, no good",
        "verdict-effective, /effect, PERHAPS",
        "verdict-effective, /verdictId, 51d3a7c900004d5c:2",
        "operator-action-approve, /kind, REJECT",
        "operator-action-reject, /kind, APPROVE",
        "operator-action-request, /kind, APPROVE",
        "operator-action-request, /kind, PAUSE",
        "operator-action-pause, /kind, REQUEST",
        "operator-action-pause, /commandId, c",
        "operator-action-resume, /commandType, DROP_TABLES",
        "operator-action-reject, /commandType, EXTEND_LICENSE",
        "operator-action-request, /actionId, a:b",
        "pauses-some, /at, now",
        "pauses-some, /pauses/0/type, EVERYTHING",
        "pauses-some, /pauses/0/since, yesterday",
        "operator-action-request, /request/type, UPGRADE_SEATS",
        "operator-action-request, /request/type, REBUILD_VIEW_INDEX",
        "tenant-status-in-trouble, /seats/stage, FULL",
        "tenant-status-in-trouble, /features/0/stage, LATE",
        "tenant-status-in-trouble, /features/0/reason, WHY_NOT",
        "tenant-status-in-trouble, /drift/items/0/mode, SOME_OF",
        "tenant-status-in-trouble, /asOf/lsn, here",
        "system-health-in-trouble, /asOf/lsn, here",
        "system-health-in-trouble, /parts/0/rule, seats-of-the-moon",
        "alert-view-stale-open, /stage, FAILING",
        "alert-multi-tenant-impact-open, /stage, STALE",
        "frontier-snapshot-complete, /lsn, 0x1900028",
        "row-change-update, /op, x",
        "row-change-update, /op, c",
        "row-change-delete, /op, u",
        "row-change-insert, /op, t",
        "row-change-snapshot-row, /op, c",
        "row-change-update, /source/snapshot, maybe",
        "row-change-update, /source/snapshot, 'true'",
        "row-change-update, /source/sequence, '26220100,26230000'"
    })
    void a_wrong_text_is_rejected(String name, String pointer, String text) {
        JsonNode broken = sample(name).requiredValue().deepCopy();
        JsonPointer place = JsonPointer.compile(pointer);
        ((ObjectNode) broken.at(place.head())).put(place.last().getMatchingProperty(), text);

        assertThat(JsonSchemas.problems(schema(name), broken)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "alert-rbac-drift-open, /sequence, 2",
        "alert-rbac-drift-updated, /sequence, 1",
        "alert-rbac-drift-open, /episode, 0",
        "alert-rbac-drift-open, /affectedUsers, -1",
        "command-upgrade-seats, /attempt, 0",
        "command-upgrade-seats, /maxRows, 0",
        "command-upgrade-seats, /recurrence, 0",
        "command-upgrade-seats, /approvalsRequired, 1",
        "command-remove-rbac-access, /approvalsRequired, 0",
        "command-extend-license, /parameters/extensionDays, 0",
        "remediation-result-applied, /attempts, -1",
        "remediation-result-applied, /rowsAffected, -1",
        "remediation-result-applied, /plan/rows, -1",
        "tenant-status-in-trouble, /score, 101",
        "tenant-status-in-trouble, /seats/used, -1",
        "system-health-in-trouble, /score, 101",
        "system-health-in-trouble, /rules/seatsNearPercent, 0",
        "system-health-in-trouble, /rules/healthFailingBelow, 101",
        "system-health-in-trouble, /liveTenants, -1",
        "system-health-in-trouble, /parts/0/cost, -1",
        "frontier-snapshot-complete, /epoch, 0",
        "row-change-update, /source/epoch, 0"
    })
    void a_number_out_of_range_is_rejected(String name, String pointer, int number) {
        JsonNode broken = sample(name).requiredValue().deepCopy();
        JsonPointer place = JsonPointer.compile(pointer);
        ((ObjectNode) broken.at(place.head())).put(place.last().getMatchingProperty(), number);

        assertThat(JsonSchemas.problems(schema(name), broken)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_wrong_key_is_rejected(Sample sample) {
        assertThat(accepted(sample, "someone-else", sample.requiredValue(), sample.headers()))
                .isFalse();
        assertThat(accepted(sample, "", sample.requiredValue(), sample.headers()))
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_missing_or_contradicting_header_is_rejected(Sample sample) {
        for (String header : sample.headers().keySet()) {
            Map<String, String> without = new HashMap<>(sample.headers());
            without.remove(header);
            Map<String, String> wrong = new HashMap<>(sample.headers());
            wrong.put(header, "other");

            assertThat(accepted(sample, sample.key(), sample.requiredValue(), without))
                    .as("without %s", header)
                    .isFalse();
            assertThat(accepted(sample, sample.key(), sample.requiredValue(), wrong))
                    .as("with another %s", header)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "alert-rbac-drift-open, eventId, other:1:1",
        "alert-rbac-drift-open, openedAt, 2027-01-01T00:00:00Z",
        "command-upgrade-seats, eventId, other:1:1",
        "command-upgrade-seats, deadline, 2020-01-01T00:00:00Z",
        "command-upgrade-seats, origin, OPERATOR",
        "command-clear-caches-requested, origin, RULE",
        "remediation-result-applied, resultId, other:5",
        "remediation-result-applied, at, 2020-01-01T00:00:00Z",
        "remediation-result-applied, finishedAt, 2020-01-01T00:00:00Z",
        "verdict-effective, verdictId, other:verdict:2"
    })
    void contradicting_fields_are_rejected(String name, String field, String text) {
        Sample sample = sample(name);
        ObjectNode broken = sample.requiredValue().deepCopy();
        broken.put(field, text);

        assertThat(accepted(sample, sample.key(), broken, sample.headers())).isFalse();
    }

    @Test
    void an_approval_of_another_plan_is_rejected() {
        Sample sample = sample("remediation-result-applied");
        JsonNode broken = sample.requiredValue().deepCopy();
        ((ObjectNode) broken.at("/approvals/0")).put("planHash", "of another plan");

        assertThat(accepted(sample, sample.key(), broken, sample.headers())).isFalse();
    }

    @Test
    void a_plan_with_more_than_20_keys_is_rejected() {
        JsonNode broken = sample("remediation-result-applied").requiredValue().deepCopy();
        ArrayNode keys = (ArrayNode) broken.at("/plan/sampleKeys");
        IntStream.range(0, 21).forEach(id -> keys.add("{\"id\":\"" + id + "\"}"));

        assertThat(JsonSchemas.problems("remediation-result", broken)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "licensing.alerts.v1, x, 'not json'",
        "licensing.alerts.v1, x,",
        "licensing.remediation.results.v1, x, {}",
        "licensing.remediation.results.v1, x,",
        "licensing.remediation.verdicts.v1, x, {}",
        "licensing.remediation.pauses.v1, worker, {}",
        "licensing-control.actions.v1, x, {}",
        "somebody.elses.topic, x, {}",
        "licensing.dead-letters.v1, x, {}"
    })
    void a_record_on_an_unknown_topic_is_rejected(String topic, String key, String value) {
        Sample nowhere = new Sample("nowhere", topic, key, Map.of(), null);

        assertThat(accepts(nowhere, key, value == null ? null : Sample.bytes(text(value)), Map.of()))
                .isFalse();
    }

    private static JsonNode text(String value) {
        return JsonNodeFactory.instance.rawValueNode(new RawValue(value));
    }

    /** The fields of the sample whose change was not detected. */
    private static List<JsonPointer> acceptedAfter(Sample sample, BiConsumer<ObjectNode, String> change) {
        List<JsonPointer> unnoticed = new ArrayList<>();
        List<JsonPointer> places = fields(JsonPointer.empty(), sample.requiredValue());
        assertThat(places).hasSizeGreaterThan(4);
        for (JsonPointer place : places) {
            JsonNode broken = sample.requiredValue().deepCopy();
            change.accept((ObjectNode) broken.at(place.head()), place.last().getMatchingProperty());
            if (JsonSchemas.problems(schema(sample.name()), broken).isEmpty()) {
                unnoticed.add(place);
            }
        }
        return unnoticed;
    }

    private static List<JsonPointer> fields(JsonPointer at, JsonNode node) {
        List<JsonPointer> found = new ArrayList<>();
        node.properties().forEach(field -> {
            JsonPointer place = at.appendProperty(field.getKey());
            if (!OPTIONAL.contains(place.toString())) {
                found.add(place);
                if (!OPEN.contains(field.getKey()) || field.getValue().isArray()) {
                    found.addAll(fields(place, field.getValue()));
                }
            }
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            found.addAll(fields(at.appendIndex(i), node.get(i)));
        }
        return found;
    }

    private static void changeType(ObjectNode parent, String field) {
        if (parent.path(field).isTextual() || parent.path(field).isNull()) {
            parent.putObject(field).put("wrong", true);
        } else {
            parent.put(field, "wrong");
        }
    }

    private static boolean accepted(Sample sample, String key, JsonNode value, Map<String, String> headers) {
        return accepts(sample, key, Sample.bytes(value), headers);
    }

    private static boolean accepts(Sample sample, String key, byte @Nullable [] value, Map<String, String> headers) {
        try {
            ContractValidator.validate(sample.topic(), key.getBytes(UTF_8), value, headers);
            return true;
        } catch (AssertionError e) {
            return false;
        }
    }

    private static Sample sample(String name) {
        return Sample.of(name + ".json").findFirst().orElseThrow();
    }

    private static String schema(String sampleName) {
        return JsonSchemas.NAMES.stream()
                .filter(sampleName::startsWith)
                .findFirst()
                .orElseThrow();
    }
}
