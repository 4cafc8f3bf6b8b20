package io.licensewatch.worker;

import io.licensewatch.cdc.preflight.CheckResult;
import io.licensewatch.cdc.preflight.Survey;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.runtime.text.Causes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;

/** Checks whether the source is prepared for a worker with this role. */
final class PreparedLedger {
    /** SQLSTATEs for a missing schema, a missing function, a missing privilege. */
    private static final Set<String> NOT_PREPARED = Set.of("3F000", "42883", "42501", "42P01");

    private PreparedLedger() {}

    /** @throws UnfitSourceException if it is not prepared */
    static void require(WorkerSettings settings) {
        PostgresAddress address = settings.postgresNow();
        try (Connection connection = address.connect()) {
            require(connection, address);
        } catch (SQLException e) {
            throw new UnfitSourceException(List.of(Survey.unreachable(address, e)));
        }
    }

    static boolean isNotPrepared(SQLException e) {
        return NOT_PREPARED.contains(String.valueOf(e.getSQLState()));
    }

    private static void require(Connection connection, PostgresAddress address) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery("SELECT licensewatch.worker_pauses()").close();
        } catch (SQLException e) {
            if (!isNotPrepared(e)) {
                throw e;
            }
            throw new UnfitSourceException(List.of(CheckResult.fail(
                    "worker functions",
                    address + " is not prepared for a worker: " + Causes.firstLine(e),
                    "licensewatch prepare-worker --apply, as the owner of the tables; for the role in"
                            + " licensewatch.postgres.user")));
        }
    }
}
