package io.licensewatch.cdc.runbook;

import io.licensewatch.cdc.source.PostgresAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Checks runbooks against a source, over one connection that changes nothing. */
public final class RunbookLint implements AutoCloseable {
    /** More than a runbook holds that people read. */
    static final int MOST_STATEMENTS = 10_000;

    private static final String STATEMENT_TIMEOUT = "SET statement_timeout = '10s'";

    private final Connection connection;
    private final Judge judge;
    private final Catalog catalog;

    private RunbookLint(Connection connection, List<String> path) {
        this.connection = connection;
        this.judge = new Judge(connection, path);
        this.catalog = new Catalog(connection, path);
    }

    /** @param path schemas that are searched for a name without a schema, in the order of search_path */
    public static RunbookLint connect(PostgresAddress source, List<String> path) throws SQLException {
        Connection connection = source.connectToCatalog();
        try (java.sql.Statement statement = connection.createStatement()) {
            statement.execute(STATEMENT_TIMEOUT);
            connection.setReadOnly(true);
            return new RunbookLint(connection, path);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** @throws SQLException when the source does not answer any more */
    public Report check(RunbookFile file) throws SQLException {
        Remarks remarks = new Remarks(file);
        List<Statement> statements = new ArrayList<>();
        for (CodeBlock block : CodeBlocks.of(file)) {
            statements.addAll(SqlPassages.of(block, remarks));
        }
        StatementCheck check = new StatementCheck(judge, catalog, remarks);
        for (int i = 0; i < Math.min(statements.size(), MOST_STATEMENTS); i++) {
            check.check(statements.get(i));
        }
        if (statements.size() > MOST_STATEMENTS) {
            remarks.unchecked(
                    statements.get(MOST_STATEMENTS).at(0),
                    "this and " + (statements.size() - MOST_STATEMENTS - 1)
                            + " more statements: a file may have at most " + MOST_STATEMENTS);
        }
        return new Report(file.name(), statements.size(), remarks.all());
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
