package io.licensewatch.cdc.runbook;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Asks Postgres whether it takes a statement, by the Parse and Describe of its protocol: names and types are resolved, nothing is
 * planned or executed. The transaction is read-only and rolled back all the same.
 */
final class Judge {
    private final Connection connection;
    private final String setPath;

    /** @param path schemas that Postgres searches for a name without a schema */
    Judge(Connection connection, List<String> path) {
        this.connection = connection;
        this.setPath =
                "SET LOCAL search_path = " + path.stream().map(Judge::quoted).collect(Collectors.joining(", "));
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /**
     * Why it does not; empty when it does.
     *
     * @throws SQLException when the server does not answer any more
     */
    Optional<Refusal> refusal(String sql) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement path = connection.createStatement()) {
            path.execute(setPath);
            return describe(sql);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private Optional<Refusal> describe(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.getMetaData();
            return Optional.empty();
        } catch (PSQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (state.startsWith("08") || state.startsWith("57P")) {
                throw e;
            }
            ServerErrorMessage server = e.getServerErrorMessage();
            if (server == null) { // the driver's own: too many placeholders, for one
                return Optional.of(new Refusal(state, String.valueOf(e.getMessage()), "", 0));
            }
            return Optional.of(new Refusal(
                    state,
                    String.valueOf(server.getMessage()),
                    String.valueOf(server.getRoutine()),
                    server.getPosition()));
        }
    }
}
