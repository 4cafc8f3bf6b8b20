package io.licensewatch.cdc.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Whether the server gives us a connection for the change stream.
 *
 * @param systemId the cluster's own identifier; empty when refused
 * @param refusal the server's words; null when it did not refuse
 */
public record ReplicationAccess(String systemId, @Nullable String refusal) {

    public static ReplicationAccess probe(PostgresAddress address) {
        try (Connection connection = address.connectForReplication();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("IDENTIFY_SYSTEM")) {
            return row.next()
                    ? new ReplicationAccess(row.getString("systemid"), null)
                    : new ReplicationAccess("", "IDENTIFY_SYSTEM gave no answer");
        } catch (SQLException e) {
            return new ReplicationAccess(
                    "", String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }
}
