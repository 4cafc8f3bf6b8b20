package io.licensewatch.cdc.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Who may write logical messages into the WAL of this database. By default every role may, and the reader of a slot holds each
 * message in memory, however large it is.
 *
 * @param functions the variants of pg_logical_emit_message that this server has, complete with their arguments
 * @param everyone whether PUBLIC may execute one of them
 * @param current whether the current role may execute all of them
 * @param commanders the roles as which the worker's functions write the id of their command
 */
public record MessageRights(List<String> functions, boolean everyone, boolean current, List<Commander> commanders) {
    public MessageRights {
        functions = List.copyOf(functions);
        commanders = List.copyOf(commanders);
    }

    /**
     * The owner of the worker's function, which runs as its owner; a superuser is not listed.
     *
     * @param allowed whether it may execute all of the functions by which messages are written
     */
    public record Commander(String role, boolean allowed) {}

    static MessageRights of(Connection connection) throws SQLException {
        String sql = """
                SELECT 'pg_catalog.pg_logical_emit_message(' || pg_get_function_identity_arguments(p.oid) || ')',
                       EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                               WHERE a.grantee = 0 AND a.privilege_type = 'EXECUTE'),
                       has_function_privilege(p.oid, 'EXECUTE')
                FROM pg_proc p
                WHERE p.proname = 'pg_logical_emit_message' AND p.pronamespace = 'pg_catalog'::regnamespace
                ORDER BY 1""";
        List<String> functions = new ArrayList<>();
        boolean everyone = false;
        boolean current = true;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                functions.add(rows.getString(1));
                everyone |= rows.getBoolean(2);
                current &= rows.getBoolean(3);
            }
        }
        return new MessageRights(functions, everyone, current, commanders(connection));
    }

    private static List<Commander> commanders(Connection connection) throws SQLException {
        String sql = """
                SELECT r.rolname, bool_and(has_function_privilege(r.oid, m.oid, 'EXECUTE'))
                FROM pg_proc w JOIN pg_roles r ON r.oid = w.proowner AND NOT r.rolsuper, pg_proc m
                WHERE w.proname = 'worker_advance' AND w.prosecdef
                      AND w.pronamespace = (SELECT oid FROM pg_namespace WHERE nspname = 'licensewatch')
                      AND m.proname = 'pg_logical_emit_message' AND m.pronamespace = 'pg_catalog'::regnamespace
                GROUP BY 1 ORDER BY 1""";
        List<Commander> commanders = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                commanders.add(new Commander(rows.getString(1), rows.getBoolean(2)));
            }
        }
        return commanders;
    }

    public String grantTo(String role) {
        return "GRANT EXECUTE ON FUNCTION " + String.join(", ", functions) + " TO " + Sql.identifier(role) + ";";
    }

    public String revokeFromEveryone() {
        return "REVOKE EXECUTE ON FUNCTION " + String.join(", ", functions) + " FROM PUBLIC;";
    }
}
