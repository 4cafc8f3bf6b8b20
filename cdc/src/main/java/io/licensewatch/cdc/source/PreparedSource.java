package io.licensewatch.cdc.source;

import io.licensewatch.cdc.source.Preparation.Step;
import io.licensewatch.schemas.source.SourceTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.postgresql.PGConnection;

/** Looks at a source as its administrator, and applies the preparation. */
public final class PreparedSource {
    private final Connection connection;

    /** @param connection of a role that owns the watched tables and may create roles */
    public PreparedSource(Connection connection) {
        this.connection = connection;
    }

    public SourceFacts facts(String slot, String publication) throws SQLException {
        return facts(slot, publication, Set.of());
    }

    /** @param excluded watched tables that are left out */
    public SourceFacts facts(String slot, String publication, Set<SourceTable> excluded) throws SQLException {
        // Whether it may replicate is no matter for who prepares.
        return new SourceCatalog(connection).read(new ReplicationAccess("", null), slot, publication, excluded);
    }

    public boolean roleExists(String role) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT FROM pg_roles WHERE rolname = ?")) {
            statement.setString(1, role);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    /**
     * @param password of the role; empty leaves it as it is
     * @param done told of each step
     */
    public void apply(List<Step> steps, String role, String password, Consumer<Step> done) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Better a failed command than an application that waits behind us for a lock.
            statement.execute("SET lock_timeout = '5s'");
            for (Step step : steps) {
                if (!step.needsPassword()) {
                    statement.execute(step.sql());
                } else if (password.isEmpty()) {
                    continue;
                } else {
                    // The driver sends a hash: the server's log never sees the password.
                    connection
                            .unwrap(PGConnection.class)
                            .alterUserPassword(role, password.toCharArray(), "scram-sha-256");
                }
                done.accept(step);
            }
        }
    }
}
