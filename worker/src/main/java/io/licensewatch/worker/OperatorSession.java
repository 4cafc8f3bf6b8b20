package io.licensewatch.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.cdc.preflight.CheckResult;
import io.licensewatch.cdc.preflight.Survey;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.settings.CdcSettings;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.runtime.text.Causes;
import io.licensewatch.runtime.text.Visible;
import io.licensewatch.schemas.json.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The session of an operator in the ledger, with the operator's own login. */
final class OperatorSession implements AutoCloseable {
    private static final String NOT_ALLOWED = "42501";

    private final PostgresAddress address;
    private final Connection connection;

    private OperatorSession(PostgresAddress address, Connection connection) {
        this.address = address;
        this.connection = connection;
    }

    /** @throws UnfitSourceException if Postgres cannot be reached, or refuses the login */
    static OperatorSession open(Settings settings) {
        PostgresAddress address = CdcSettings.address(settings);
        try {
            return new OperatorSession(address, address.connect());
        } catch (SQLException e) {
            throw new UnfitSourceException(List.of(Survey.unreachable(address, e)));
        }
    }

    /** After it has returned, no command that it covers is executed. Null means all. */
    void pause(@Nullable String tenant, @Nullable String type, String by, String reason) {
        ask("SELECT licensewatch.pause(?, ?, ?, ?)", tenant, type, by, reason);
    }

    void resume(@Nullable String tenant, @Nullable String type, String by) {
        ask("SELECT licensewatch.resume(?, ?, ?)", tenant, type, by);
    }

    JsonNode status() {
        try {
            return Json.MAPPER.readTree(ask("SELECT licensewatch.worker_status()"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the ledger's status is not JSON", e);
        }
    }

    private String ask(String call, @Nullable String... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(call)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? String.valueOf(row.getString(1)) : "";
            }
        } catch (SQLException e) {
            throw new UnfitSourceException(
                    List.of(CheckResult.fail("worker functions", address + ": " + words(e), fix(e))));
        }
    }

    private static String words(SQLException e) {
        return Visible.of(Causes.firstLine(e));
    }

    private static String fix(SQLException e) {
        if (NOT_ALLOWED.equals(e.getSQLState())) {
            return "log in as a member of licensewatch_operator: GRANT licensewatch_operator TO …";
        }
        return PreparedLedger.isNotPrepared(e) ? "licensewatch prepare-worker --apply" : "fix what the message names";
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // The statement has been executed.
        }
    }
}
