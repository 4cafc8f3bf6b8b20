package io.licensewatch.worker.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.Pauses;
import io.licensewatch.schemas.result.RemediationResult;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker's functions in the source database. Each call is one transaction and idempotent. Not thread-safe. */
public final class Ledger implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private final LedgerSession session;
    private final String worker;
    private final RemediationResult.Worker self;

    /**
     * @param address read for each connection, since the password may have changed
     * @param worker id, version and unsupported types of this worker, as JSON
     */
    public Ledger(
            Supplier<PostgresAddress> address, Duration lockTimeout, Duration statementTimeout, ObjectNode worker) {
        this.session = new LedgerSession(address, lockTimeout, statementTimeout);
        this.worker = worker.toString();
        this.self = new RemediationResult.Worker(
                worker.path("id").asText(), worker.path("version").asText());
    }

    /** Adds an ISSUE or a CANCEL. */
    public void receive(int partition, RemediationCommand command) throws RefusedRecordException {
        // The validated JSON is stored, not the original: for example, if the original has a name twice.
        record(
                "SELECT licensewatch.worker_receive(?, ?::jsonb, ?::jsonb)",
                partition,
                JsonCodec.COMMAND.encode(command));
    }

    /** Adds a decision of a person. */
    public void decide(int partition, OperatorAction action) throws RefusedRecordException {
        record("SELECT licensewatch.worker_decide(?, ?::jsonb, ?::jsonb)", partition, JsonCodec.ACTION.encode(action));
    }

    private void record(String call, int partition, byte[] json) throws RefusedRecordException {
        try {
            session.query(
                    call,
                    statement -> {
                        statement.setInt(1, partition);
                        statement.setString(2, new String(json, StandardCharsets.UTF_8));
                        statement.setString(3, worker);
                    },
                    ResultSet::next);
        } catch (SQLException e) {
            if (SqlFault.of(e) == SqlFault.REFUSED) {
                throw new RefusedRecordException(SqlFault.words(e) + " (" + SqlFault.state(e) + ")");
            }
            throw unavailable(e);
        }
    }

    /** The commands that can be advanced now. */
    public List<String> due(int partition, int most) {
        return ask(
                "SELECT licensewatch.worker_due(?, ?)",
                statement -> {
                    statement.setInt(1, partition);
                    statement.setInt(2, most);
                },
                Ledger::texts);
    }

    /** Advances a command by one step. The ledger counts failures, and retries or gives up. */
    public Advance advance(String commandId) {
        try {
            return session.query(
                    "SELECT licensewatch.worker_advance(?, ?::jsonb)",
                    statement -> {
                        statement.setString(1, commandId);
                        statement.setString(2, worker);
                    },
                    rows -> advance(json(rows)));
        } catch (SQLException e) {
            if (SqlFault.of(e) == SqlFault.AWAY) {
                throw unavailable(e);
            }
            LOG.atWarn()
                    .addKeyValue("commandId", commandId)
                    .addKeyValue("sqlState", SqlFault.state(e))
                    .addKeyValue("error", SqlFault.words(e))
                    .log("a command's step failed");
            error(commandId, e);
            return new Advance("", null);
        }
    }

    private static Advance advance(JsonNode step) {
        JsonNode external = step.path("external");
        return new Advance(step.path("state").asText(), external.isObject() ? external : null);
    }

    private void error(String commandId, SQLException e) {
        ObjectNode error = Json.MAPPER.createObjectNode();
        error.put("sqlState", SqlFault.state(e));
        error.put("message", SqlFault.words(e));
        error.put("retryable", true);
        ask(
                "SELECT licensewatch.worker_error(?, ?::jsonb, ?::jsonb)",
                statement -> {
                    statement.setString(1, commandId);
                    statement.setString(2, error.toString());
                    statement.setString(3, worker);
                },
                ResultSet::next);
    }

    /** Records the outcome of {@link Advance#external}. */
    public void externalDone(String commandId, Outcome outcome) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("ok", outcome.ok());
        json.put("retryable", outcome.retryable());
        json.put("unsupported", outcome.unsupported());
        json.put("message", outcome.message());
        Duration retryAfter = outcome.retryAfter();
        json.put("retryAfterSeconds", retryAfter == null ? null : retryAfter.toSeconds());
        ask(
                "SELECT licensewatch.worker_external_done(?, ?::jsonb, ?::jsonb)",
                statement -> {
                    statement.setString(1, commandId);
                    statement.setString(2, json.toString());
                    statement.setString(3, worker);
                },
                ResultSet::next);
    }

    /** The mail addresses for a command that may be sent now. */
    public List<String> recipients(String commandId) {
        return ask(
                "SELECT licensewatch.worker_recipients(?)",
                statement -> statement.setString(1, commandId),
                Ledger::texts);
    }

    /** The entries of a partition that are to be published, in order. */
    public List<HistoryEntry> outbox(int partition, long after, int most) {
        return ask(
                "SELECT seq, result FROM licensewatch.worker_outbox(?, ?, ?)",
                statement -> {
                    statement.setInt(1, partition);
                    statement.setLong(2, after);
                    statement.setInt(3, most);
                },
                Ledger::entries);
    }

    /** The number of the last entry of a partition's history; 0 for none. */
    public long historyEnd(int partition) {
        return status().path("history").path(Integer.toString(partition)).asLong();
    }

    /**
     * Deletes commands that ended long ago, by the ledger's retention. If it cannot, the ledger grows, without other harm.
     *
     * @param published the last published entry of the partition
     * @return the number of deleted commands
     */
    public int forget(int partition, long published, int most) {
        try {
            return session.query(
                    "SELECT licensewatch.worker_forget(?, ?, ?)",
                    statement -> {
                        statement.setInt(1, partition);
                        statement.setLong(2, published);
                        statement.setInt(3, most);
                    },
                    rows -> rows.next() ? rows.getInt(1) : 0);
        } catch (SQLException e) {
            if (SqlFault.of(e) == SqlFault.AWAY) {
                throw unavailable(e);
            }
            LOG.atWarn()
                    .addKeyValue("partition", partition)
                    .addKeyValue("sqlState", SqlFault.state(e))
                    .addKeyValue("error", SqlFault.words(e))
                    .addKeyValue("fix", "licensewatch prepare-worker --apply")
                    .log("commands that ended long ago cannot be deleted from the ledger");
            return 0;
        }
    }

    /** The pauses; empty if this release cannot represent them, such as a pause of a later release's command type. */
    public Optional<Pauses> pauses() {
        return ask("SELECT licensewatch.worker_pauses()", statement -> {}, this::pauses);
    }

    private Optional<Pauses> pauses(ResultSet rows) throws SQLException {
        ObjectNode pauses = (ObjectNode) json(rows);
        pauses.set("worker", Json.MAPPER.valueToTree(self));
        try {
            return Optional.of(JsonCodec.PAUSES.decode(pauses.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (MalformedRecordException e) {
            return Optional.empty();
        }
    }

    /** The number of waiting commands and the reasons, as JSON of the ledger. */
    public JsonNode status() {
        return ask("SELECT licensewatch.worker_status()", statement -> {}, Ledger::json);
    }

    private <T> T ask(String sql, LedgerSession.Parameters parameters, LedgerSession.Rows<T> reader) {
        try {
            return session.query(sql, parameters, reader);
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    private LedgerUnavailableException unavailable(SQLException e) {
        if (SqlFault.of(e) == SqlFault.AWAY) {
            session.close();
        }
        return new LedgerUnavailableException(
                SqlFault.words(e) + (SqlFault.state(e).isEmpty() ? "" : " (" + SqlFault.state(e) + ")"), e);
    }

    private static List<String> texts(ResultSet rows) throws SQLException {
        List<String> texts = new ArrayList<>();
        while (rows.next()) {
            texts.add(rows.getString(1));
        }
        return texts;
    }

    private static JsonNode json(ResultSet rows) throws SQLException {
        try {
            rows.next();
            return Json.MAPPER.readTree(rows.getString(1));
        } catch (JsonProcessingException e) {
            throw new SQLException("the ledger's answer is not JSON");
        }
    }

    private static List<HistoryEntry> entries(ResultSet rows) throws SQLException {
        List<HistoryEntry> entries = new ArrayList<>();
        while (rows.next()) {
            byte[] json = rows.getString(2).getBytes(StandardCharsets.UTF_8);
            try {
                entries.add(new HistoryEntry(rows.getLong(1), JsonCodec.RESULT.decode(json)));
            } catch (MalformedRecordException e) {
                throw new SQLException(
                        "entry " + rows.getLong(1) + " of the history cannot be published: " + e.reason());
            }
        }
        return entries;
    }

    /** Aborts a running call. Thread-safe. */
    public void abort() {
        session.abort();
    }

    @Override
    public void close() {
        session.close();
    }
}
