package io.licensewatch.worker.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.schemas.ContractValidator;
import io.licensewatch.schemas.topic.RecordHeaders;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A worker's connection and its calls. */
record Commands(Source source, Connection connection) implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String WORKER = "{\"id\": \"worker-1\", \"version\": \"0.1.0\"}";
    static final int PARTITION = 3;

    void receive(TestCommand command) throws SQLException {
        call(
                "SELECT licensewatch.worker_receive(?, ?::text::jsonb, ?::text::jsonb)",
                PARTITION,
                command.json(),
                WORKER);
    }

    void decide(String action) throws SQLException {
        call("SELECT licensewatch.worker_decide(?, ?::text::jsonb, ?::text::jsonb)", PARTITION, action, WORKER);
    }

    void approve(TestCommand command, String by) throws SQLException {
        approve(command, by, planHash(command));
    }

    void approve(TestCommand command, String by, @Nullable String planHash) throws SQLException {
        decide(TestCommand.action("APPROVE", command, by, planHash));
    }

    String planHash(TestCommand command) throws SQLException {
        return source.value("SELECT plan ->> 'planHash' FROM licensewatch.ledger WHERE command_id = ?", command.id());
    }

    /** Returns the new state. */
    String advance(TestCommand command) throws SQLException {
        return answer(command).get("state").asText();
    }

    JsonNode answer(TestCommand command) throws SQLException {
        return parse(call("SELECT licensewatch.worker_advance(?, ?::text::jsonb)", command.id(), WORKER));
    }

    /** Makes its next attempt due. */
    String advanceNow(TestCommand command) throws SQLException {
        makeDue(command);
        return advance(command);
    }

    void makeDue(TestCommand command) throws SQLException {
        source.execute(
                "UPDATE licensewatch.ledger SET next_attempt_at = now() WHERE next_attempt_at IS NOT NULL AND command_id = '"
                        + command.id() + "'");
    }

    /** Receives it and advances it as far as possible; approves it if it waits for approval. */
    String run(TestCommand command) throws SQLException {
        receive(command);
        String state = advance(command);
        if (state.equals("AWAITING_APPROVAL")) {
            approve(command, "maria");
            state = advance(command);
        }
        return state;
    }

    void externalDone(TestCommand command, String outcome) throws SQLException {
        call(
                "SELECT licensewatch.worker_external_done(?, ?::text::jsonb, ?::text::jsonb)",
                command.id(),
                outcome,
                WORKER);
    }

    void error(TestCommand command, String error) throws SQLException {
        call("SELECT licensewatch.worker_error(?, ?::text::jsonb, ?::text::jsonb)", command.id(), error, WORKER);
    }

    List<String> due() throws SQLException {
        return Source.values(connection, "SELECT licensewatch.worker_due(?, 100)", PARTITION);
    }

    List<String> recipients(TestCommand command) throws SQLException {
        return Source.values(connection, "SELECT licensewatch.worker_recipients(?)", command.id());
    }

    /** The entries after a seq. */
    List<JsonNode> outbox(long after) throws SQLException {
        List<JsonNode> results = new ArrayList<>();
        for (String row : Source.values(
                connection,
                "SELECT (jsonb_build_object('seq', o.seq) || o.result)::text FROM licensewatch.worker_outbox(?, ?, 1000) o",
                PARTITION,
                after)) {
            ObjectNode result = (ObjectNode) parse(row);
            assertPublishable(result.deepCopy().without("seq"));
            results.add(result);
        }
        return results;
    }

    /** The JSON from the ledger's SQL satisfies the contract, before Java decodes and encodes it. */
    private static void assertPublishable(ObjectNode result) {
        Map<String, String> headers = Map.of(
                RecordHeaders.TENANT, result.path("tenantId").asText(),
                RecordHeaders.TYPE, result.path("type").asText(),
                RecordHeaders.STATE, result.path("state").asText());
        ContractValidator.validate(
                Topics.RESULTS,
                result.path("tenantId").asText().getBytes(StandardCharsets.UTF_8),
                result.toString().getBytes(StandardCharsets.UTF_8),
                headers);
    }

    /** The published states of a command with their reasons. */
    List<String> published(TestCommand command) throws SQLException {
        return outbox(0).stream()
                .filter(result -> result.get("commandId").asText().equals(command.id()))
                .map(result -> result.get("state").asText()
                        + (result.get("reason").isNull()
                                ? ""
                                : " " + result.get("reason").asText()))
                .toList();
    }

    private String call(String sql, Object... parameters) throws SQLException {
        return Source.values(connection, sql, parameters).get(0);
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    /** After each test, all results in the history can be published. */
    @Override
    public void close() throws SQLException {
        connection.close();
        for (String result :
                source.values("SELECT o.result::text FROM licensewatch.worker_outbox(?, 0, 1000000) o", PARTITION)) {
            assertPublishable((ObjectNode) parse(result));
        }
    }
}
