package io.licensewatch.cdc.source;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * cdc's table in the source, into which a resync request is inserted. Postgres' privileges decide who may insert, and the
 * publication puts the request into the change stream. Outside of the inserting transaction the table is empty.
 *
 * @param owner its owner
 * @param ownerIsTrusted whether the owner controls the source anyway: a superuser, a role that may replicate (it can drop
 *     slots, such as that of another cdc), or the owner of the database or the publication
 * @param writers other roles that may write to it, and so request resyncs; PUBLIC for everybody
 * @param usable whether the current role may request resyncs
 * @param published whether the publication carries it
 */
public record RequestTable(
        String owner, boolean ownerIsTrusted, List<String> writers, boolean usable, boolean published) {
    public static final String SCHEMA = "licensewatch";
    public static final String NAME = SCHEMA + ".resync_requests";

    public static final String CREATE_SCHEMA = "CREATE SCHEMA IF NOT EXISTS " + SCHEMA + ";";

    /** The limits are those of {@code ResyncRequest}. */
    public static final String CREATE = "CREATE TABLE " + NAME + """
             (
                slot text NOT NULL CHECK (slot ~ '^[a-z0-9_]{1,63}$'),
                id text NOT NULL CHECK (id ~ '^[A-Za-z0-9_-]{1,64}$'),
                tables text[] NOT NULL CHECK (cardinality(tables) <= 64 AND length(array_to_string(tables, ',', '')) <= 8192),
                requested_at timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (slot, id));""";

    public RequestTable {
        writers = List.copyOf(writers);
    }

    /** Empty when it does not exist. */
    public static Optional<RequestTable> of(Connection connection, String publication) throws SQLException {
        String sql = """
                WITH trusted AS (
                    SELECT oid FROM pg_roles WHERE rolsuper OR rolreplication
                    UNION SELECT datdba FROM pg_database WHERE datname = current_database()
                    UNION SELECT pubowner FROM pg_publication WHERE pubname = ?)
                SELECT pg_get_userbyid(c.relowner)::text,
                       c.relowner IN (SELECT oid FROM trusted),
                       ARRAY(SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee)::text END
                             FROM (SELECT t.grantee, t.privilege_type
                                   FROM aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) t
                                   UNION SELECT o.grantee, o.privilege_type
                                   FROM pg_attribute n, aclexplode(n.attacl) o WHERE n.attrelid = c.oid) a
                             WHERE a.privilege_type NOT IN ('SELECT', 'MAINTAIN') AND a.grantee <> c.relowner
                               AND a.grantee NOT IN (SELECT oid FROM trusted)),
                       has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'INSERT')
                           AND has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'DELETE'),
                       EXISTS (SELECT FROM pg_publication_tables t
                               WHERE t.pubname = ? AND t.schemaname = n.nspname AND t.tablename = c.relname)
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname || '.' || c.relname = ?""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, publication);
            statement.setString(2, publication);
            statement.setString(3, NAME);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new RequestTable(
                                row.getString(1),
                                row.getBoolean(2),
                                strings(row.getArray(3)),
                                row.getBoolean(4),
                                row.getBoolean(5)))
                        : Optional.empty();
            }
        }
    }

    private static List<String> strings(Array array) throws SQLException {
        return List.copyOf(new TreeSet<>(Arrays.asList((String[]) array.getArray())));
    }

    /** Whether another role owns it. Then it must not be written to: the owner may have added triggers. */
    public boolean isStrangers(String role) {
        return !ownerIsTrusted && !owner.equals(role);
    }

    /** Other roles than this one that may write to it. */
    public List<String> strangers(String role) {
        return writers.stream().filter(writer -> !writer.equals(role)).toList();
    }

    public static String grantTo(String role) {
        String name = Sql.identifier(role);
        return "GRANT USAGE ON SCHEMA " + SCHEMA + " TO " + name + "; GRANT SELECT, INSERT, DELETE ON " + NAME + " TO "
                + name + ";";
    }

    public static String revokeFrom(List<String> strangers) {
        return "REVOKE ALL ON " + NAME + " FROM "
                + String.join(
                        ", ",
                        strangers.stream()
                                .map(name -> name.equals("PUBLIC") ? name : Sql.identifier(name))
                                .toList())
                + ";";
    }

    public static String publish(String publication) {
        return "ALTER PUBLICATION " + Sql.identifier(publication) + " ADD TABLE " + NAME + ";";
    }
}
