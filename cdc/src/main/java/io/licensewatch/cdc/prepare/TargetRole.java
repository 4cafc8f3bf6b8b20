package io.licensewatch.cdc.prepare;

import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.SourceFacts;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The role for which a source is prepared. It gets a password and rights, so it must not be a role with another purpose.
 *
 * @param administrator whether it is the role that runs the preparation
 * @param owned watched tables that it owns
 */
public record TargetRole(String name, boolean exists, boolean superuser, boolean administrator, List<String> owned) {
    private static final Set<String> RESERVED = Set.of("public", "none");
    private static final int LONGEST_BYTES = 63;

    public TargetRole {
        owned = List.copyOf(owned);
    }

    /** As the connection's role sees it. */
    public static TargetRole read(Connection connection, String name, SourceFacts facts) throws SQLException {
        String sql = """
                SELECT r.rolsuper, r.rolname IN (current_user, session_user),
                       ARRAY(SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                             WHERE c.relowner = r.oid AND n.nspname || '.' || c.relname = ANY (?) ORDER BY 1)
                FROM pg_roles r WHERE r.rolname = ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Object[] tables = facts.tables().stream().map(CapturedTable::name).toArray();
            statement.setArray(1, connection.createArrayOf("text", tables));
            statement.setString(2, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? new TargetRole(name, true, row.getBoolean(1), row.getBoolean(2), List.of((String[])
                                row.getArray(3).getArray()))
                        : new TargetRole(name, false, false, false, List.of());
            }
        }
    }

    /** Why it is refused; empty when it is acceptable. */
    public Optional<String> refusal() {
        if (administrator) {
            return Optional.of("is the administrator itself, and would get another password");
        }
        if (superuser) {
            return Optional.of("is a superuser, and would get another password");
        }
        if (!owned.isEmpty()) {
            return Optional.of("owns " + String.join(", ", owned) + ", and would get another password");
        }
        if (RESERVED.contains(name) || name.startsWith("pg_") || name.isEmpty()) {
            return Optional.of("is not a valid role name");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
            return Optional.of("is longer than " + LONGEST_BYTES + " bytes, and Postgres would truncate it");
        }
        return Optional.empty();
    }
}
