package io.licensewatch.cdc.prepare;

import io.licensewatch.cdc.preflight.Survey;
import io.licensewatch.cdc.prepare.Preparation.Step;
import io.licensewatch.cdc.source.ReplicationAccess;
import io.licensewatch.cdc.source.SourceCatalog;
import io.licensewatch.cdc.source.SourceFacts;
import io.licensewatch.cdc.source.SourceSchemas;
import io.licensewatch.schemas.source.SourceTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.postgresql.PGConnection;

/** Reads a source as its administrator, and applies the preparation. */
public final class PreparedSource {
    private static final Set<String> NOTHING_GRANTED_OR_REVOKED = Set.of("01006", "01007");

    private final Connection connection;

    /** @param connection of a role that owns the watched tables and may create roles */
    public PreparedSource(Connection connection) {
        this.connection = connection;
    }

    public SourceFacts facts(String slot, String publication) throws SQLException {
        return facts(SourceSchemas.DEFAULT, slot, publication, Set.of());
    }

    /** @param excluded watched tables that are left out */
    public SourceFacts facts(SourceSchemas schemas, String slot, String publication, Set<SourceTable> excluded)
            throws SQLException {
        // The administrator does not need the right to replicate.
        return new SourceCatalog(connection)
                .read(schemas, new ReplicationAccess("", null), slot, publication, excluded);
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
     * @param done called with each completed step
     * @param refused called with each optional step that was refused, and the reason
     */
    public void apply(
            List<Step> steps, String role, String password, Consumer<Step> done, BiConsumer<Step, String> refused)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Better a failed command than an application that waits behind this session for a lock.
            statement.execute("SET lock_timeout = '5s'");
            for (Step step : steps) {
                if (step.optional()) {
                    Optional<String> refusal = refusal(statement, step.sql());
                    if (refusal.isPresent()) {
                        refused.accept(step, refusal.get());
                        continue;
                    }
                } else if (!step.needsPassword()) {
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

    /** Postgres reports a GRANT or REVOKE without the right to it by a warning only. */
    private static Optional<String> refusal(Statement statement, String sql) throws SQLException {
        try {
            statement.clearWarnings();
            statement.execute(sql);
            for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                if (NOTHING_GRANTED_OR_REVOKED.contains(warning.getSQLState())) {
                    return Optional.of(Survey.firstLine(warning));
                }
            }
            return Optional.empty();
        } catch (SQLException e) {
            if (e.getSQLState() == null || e.getSQLState().startsWith("08")) {
                throw e;
            }
            return Optional.of(Survey.firstLine(e));
        }
    }
}
