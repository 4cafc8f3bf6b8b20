package io.licensewatch.worker.sql;

import io.licensewatch.schemas.source.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The privileges of the functions' owner: all functions run with them.
 *
 * @param held {@code PRIVILEGE table}, of the watched tables
 * @param hidden watched tables whose rows row-level security may hide from it
 * @param emitsMessages whether it may write logical messages
 */
record OwnerRights(String role, boolean superuser, Set<String> held, Set<String> hidden, boolean emitsMessages) {
    private static final List<String> PRIVILEGES = List.of("SELECT", "INSERT", "UPDATE", "DELETE");

    OwnerRights {
        held = Set.copyOf(held);
        hidden = new TreeSet<>(hidden);
    }

    boolean has(String right) {
        return held.contains(right);
    }

    static OwnerRights read(Connection connection, String role, SourceColumns source) throws SQLException {
        Set<String> held = new HashSet<>();
        Set<String> hidden = new TreeSet<>();
        String sql = """
                SELECT has_table_privilege(r.oid, c.oid, ?) AND has_schema_privilege(r.oid, c.relnamespace, 'USAGE'),
                       c.relrowsecurity AND NOT r.rolsuper AND NOT r.rolbypassrls
                           AND (c.relforcerowsecurity OR NOT pg_has_role(r.oid, c.relowner, 'USAGE'))
                FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace, pg_catalog.pg_roles r
                WHERE r.rolname = ? AND n.nspname = ? AND c.relname = ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (String table : source.tables().keySet()) {
                statement.setString(2, role);
                statement.setString(3, source.schema(table));
                statement.setString(4, TableName.parse(table).table());
                for (String privilege : PRIVILEGES) {
                    statement.setString(1, privilege);
                    read(statement, privilege, table, held, hidden);
                }
            }
        }
        return new OwnerRights(role, superuser(connection, role), held, hidden, emits(connection, role));
    }

    private static void read(
            PreparedStatement statement, String privilege, String table, Set<String> held, Set<String> hidden)
            throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            if (row.next()) {
                if (row.getBoolean(1)) {
                    held.add(privilege + " " + table);
                }
                if (row.getBoolean(2)) {
                    hidden.add(table);
                }
            }
        }
    }

    private static boolean superuser(Connection connection, String role) throws SQLException {
        return is(connection, "SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = ?", role);
    }

    private static boolean emits(Connection connection, String role) throws SQLException {
        return is(connection, """
                SELECT coalesce(bool_and(has_function_privilege(?, p.oid, 'EXECUTE')), false) FROM pg_catalog.pg_proc p
                WHERE p.proname = 'pg_logical_emit_message' AND p.pronamespace = 'pg_catalog'::regnamespace""", role);
    }

    private static boolean is(Connection connection, String sql, String role) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, role);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
