package io.licensewatch.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Validates a record against the contract of its topic: JSON Schema, key, headers, and fields that must agree. Every test that
 * produces a record on a topic of licensewatch uses it.
 */
public final class ContractValidator {
    private static final Set<String> COMPACTED = Set.of(Topics.ALERTS_CURRENT, Topics.TENANTS);

    private ContractValidator() {}

    /**
     * @param headers header values as text
     * @throws AssertionError with all violations
     */
    public static void validate(
            String topic, byte @Nullable [] key, byte @Nullable [] value, Map<String, String> headers) {
        String keyText = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        ProducedRecord produced = new ProducedRecord(topic, keyText, headers);
        if (Topics.DEAD_LETTERS.equals(topic)) {
            PublicContracts.deadLetter(produced); // key and value are the original ones
        } else {
            produced.require(!keyText.isEmpty(), "the key is missing");
            if (value == null) {
                produced.require(mayBeTombstone(topic), "the value is missing");
            } else {
                json(produced, value);
            }
        }
        if (!produced.problems().isEmpty()) {
            throw new AssertionError("a record on " + topic + " breaks its contract:\n  "
                    + String.join("\n  ", produced.problems()) + "\nkey: " + keyText + "\nvalue: "
                    + (value == null ? "null" : new String(value, StandardCharsets.UTF_8)) + "\nheaders: " + headers);
        }
    }

    private static void json(ProducedRecord produced, byte[] value) {
        try {
            contract(produced, Json.MAPPER.readTree(value));
        } catch (IOException e) {
            produced.problems().add("the value is not JSON: " + e.getMessage());
        }
    }

    private static void contract(ProducedRecord produced, JsonNode value) {
        String topic = produced.topic();
        switch (topic) {
            case Topics.ALERTS, Topics.ALERTS_CURRENT -> PublicContracts.alert(produced, value);
            case Topics.COMMANDS -> LoopContracts.command(produced, value);
            case Topics.RESULTS -> LoopContracts.result(produced, value);
            case Topics.VERDICTS -> LoopContracts.verdict(produced, value);
            case Topics.PAUSES -> LoopContracts.pauses(produced, value);
            case Topics.ACTIONS -> LoopContracts.action(produced, value);
            case Topics.TENANTS -> PublicContracts.tenantStatus(produced, value);
            case Topics.HEALTH -> PublicContracts.systemHealth(produced, value);
            default -> {
                if (isFrontier(topic)) {
                    produced.requireKey(Frontier.KEY);
                    produced.matches("frontier", value);
                } else if (isRowChange(topic)) {
                    produced.require(produced.key().startsWith("{"), "the key is not a JSON object");
                    produced.matches("row-change", value);
                } else {
                    produced.problems().add("no contract is known for this topic");
                }
            }
        }
    }

    private static boolean mayBeTombstone(String topic) {
        return COMPACTED.contains(topic) || isRowChange(topic);
    }

    private static boolean isFrontier(String topic) {
        return topic.endsWith(".frontier");
    }

    private static boolean isRowChange(String topic) {
        return topic.endsWith(".tenantless")
                || topic.endsWith(Frontier.Covered.STANDINGS)
                || Arrays.stream(SourceTable.values()).anyMatch(table -> topic.endsWith("." + table.qualifiedName()));
    }
}
