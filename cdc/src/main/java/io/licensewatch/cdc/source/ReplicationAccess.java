package io.licensewatch.cdc.source;

import io.licensewatch.runtime.text.Causes;
import io.licensewatch.schemas.source.Lsn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the server accepts a replication connection, and what it reports about itself there.
 *
 * @param systemId the cluster's own identifier; empty when refused
 * @param history the position and timeline of its WAL; empty when refused
 * @param refusal the server's words; null when it did not refuse
 */
public record ReplicationAccess(
        String systemId,
        Optional<ServerHistory> history,
        @Nullable String refusal) {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicationAccess.class);

    /** Without the position of the server's WAL. */
    public ReplicationAccess(String systemId, @Nullable String refusal) {
        this(systemId, Optional.empty(), refusal);
    }

    public static ReplicationAccess probe(PostgresAddress address) {
        try (Connection connection = address.connectForReplication();
                Statement statement = connection.createStatement()) {
            return identified(statement);
        } catch (SQLException e) {
            return new ReplicationAccess("", Causes.firstLine(e));
        }
    }

    private static ReplicationAccess identified(Statement statement) throws SQLException {
        String systemId;
        int timeline;
        long position;
        try (ResultSet row = statement.executeQuery("IDENTIFY_SYSTEM")) {
            if (!row.next()) {
                return new ReplicationAccess("", "IDENTIFY_SYSTEM gave no answer");
            }
            systemId = row.getString("systemid");
            timeline = row.getInt("timeline");
            position = Lsn.parse(row.getString("xlogpos"));
        }
        ServerHistory history = new ServerHistory(timeline, position, past(statement, timeline));
        return new ReplicationAccess(systemId, Optional.of(history), null);
    }

    /** The first timeline has no history, and no history file. */
    private static @Nullable List<ServerHistory.Switch> past(Statement statement, int timeline) {
        if (timeline <= 1) {
            return List.of();
        }
        try (ResultSet row = statement.executeQuery("TIMELINE_HISTORY " + timeline)) {
            return row.next() ? ServerHistory.parse(row.getString(2)) : null;
        } catch (SQLException e) {
            LOG.atWarn()
                    .addKeyValue("timeline", timeline)
                    .addKeyValue("error", e.getMessage())
                    .log("the server does not show the history of its timeline");
            return null;
        }
    }
}
