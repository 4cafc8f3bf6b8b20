package io.licensewatch.worker.sql;

import io.licensewatch.cdc.preflight.CheckResult;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.cdc.source.SourceSchemas;
import io.licensewatch.cdc.source.Sql;
import io.licensewatch.schemas.source.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The part of {@code check} about the worker: whether the source is prepared, which types it does not support, and which roles
 * have too many privileges.
 */
public final class WorkerCheck {
    private static final String CHECK = "worker";
    private static final String PREPARE = "licensewatch prepare-worker --apply";

    /** The owner, and the mark of the SQL. */
    private static final String PREPARED = """
            SELECT r.rolname, coalesce(obj_description(p.oid, 'pg_proc'), '')
            FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
            JOIN pg_catalog.pg_roles r ON r.oid = p.proowner
            WHERE n.nspname = 'licensewatch' AND p.proname = 'worker_advance'""";

    /** Roles that may execute functions with effects, or operate, or write our tables, or create objects in our schema. */
    private static final String TOO_WIDE = """
            WITH ours AS (
                SELECT p.proowner AS owner, 'EXECUTE ON FUNCTION licensewatch.' || p.proname AS what, a.grantee,
                    p.proname IN ('pause', 'resume', 'worker_status') AS for_operators, p.proname LIKE 'worker\\_%' AS for_worker
                FROM pg_catalog.pg_proc p, pg_catalog.aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                WHERE p.pronamespace = 'licensewatch'::regnamespace
                UNION ALL
                SELECT c.relowner, a.privilege_type || ' ON licensewatch.' || c.relname, a.grantee, false, false
                FROM pg_catalog.pg_class c, pg_catalog.aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a
                WHERE c.relnamespace = 'licensewatch'::regnamespace AND c.relkind = 'r' AND c.relname = ANY (?)
                UNION ALL
                SELECT n.nspowner, 'CREATE ON SCHEMA licensewatch', a.grantee, false, false
                FROM pg_catalog.pg_namespace n, pg_catalog.aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
                WHERE n.nspname = 'licensewatch' AND a.privilege_type = 'CREATE')
            SELECT o.what, CASE o.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(o.grantee) END AS who
            FROM ours o LEFT JOIN pg_catalog.pg_roles r ON r.oid = o.grantee
            WHERE o.grantee <> o.owner AND NOT coalesce(r.rolsuper, false)
                AND NOT (o.for_operators AND coalesce(r.rolname = 'licensewatch_operator', false))
                AND NOT (o.for_worker AND o.grantee <> 0 AND coalesce(r.rolname <> 'licensewatch_operator', false) AND 1 =
                    (SELECT count(DISTINCT a.grantee) FROM pg_catalog.pg_proc p, pg_catalog.aclexplode(p.proacl) a
                     WHERE p.pronamespace = 'licensewatch'::regnamespace AND p.proname = 'worker_advance' AND a.grantee <> p.proowner))
            ORDER BY 2, 1""";

    /** Triggers that use the search_path of the writer: inside our functions that is only pg_catalog. */
    private static final String TRIGGERS = """
            SELECT n.nspname || '.' || c.relname || '.' || t.tgname
            FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
            WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND n.nspname || '.' || c.relname = ANY (?)
                AND NOT EXISTS (SELECT FROM unnest(p.proconfig) s WHERE s LIKE 'search_path=%')
            ORDER BY 1""";

    private WorkerCheck() {}

    /** Only one note if no worker is prepared: users with their own worker do not need ours. */
    public static List<CheckResult> of(PostgresAddress address, SourceSchemas schemas) throws SQLException {
        try (Connection connection = address.connectToCatalog();
                PreparedStatement statement = connection.prepareStatement(PREPARED);
                ResultSet row = statement.executeQuery()) {
            return row.next()
                    ? of(connection, schemas, row.getString(1), row.getString(2))
                    : List.of(CheckResult.note(
                            CHECK, "the source is not prepared for one", PREPARE + ", to use the worker"));
        }
    }

    private static List<CheckResult> of(Connection connection, SourceSchemas schemas, String ownerName, String mark)
            throws SQLException {
        SourceColumns source = SourceColumns.read(connection, schemas);
        OwnerRights owner = OwnerRights.read(connection, ownerName, source);
        WorkerSql sql = WorkerSql.of(source, owner, zone(connection));
        List<CheckResult> results = new ArrayList<>();
        if (sql.mark().equals(mark)) {
            results.add(CheckResult.ok(CHECK, "the functions are those of this release and of these tables"));
        } else {
            results.add(CheckResult.note(
                    CHECK,
                    "the functions are of another release, for other tables than now, or of another zone",
                    PREPARE));
        }
        sql.unsupported()
                .forEach((type, why) ->
                        results.add(CheckResult.note(CHECK + " " + type, "is not supported here: " + why)));
        hiddenRows(owner).ifPresent(results::add);
        if (owner.superuser()) {
            results.add(CheckResult.note(
                    CHECK + " functions",
                    "belong to " + ownerName + ", a superuser: a fault in them would reach everything",
                    "prepare as the owner of the watched tables instead"));
        }
        if (!owner.emitsMessages()) {
            results.add(CheckResult.fail(
                    CHECK + " functions",
                    "their owner " + ownerName + " may not write logical messages, so every command fails",
                    "as a superuser: GRANT EXECUTE ON FUNCTION pg_catalog.pg_logical_emit_message(boolean, text, text) TO "
                            + Sql.identifier(ownerName) + ";"));
        }
        strangers(connection, results);
        triggers(connection, source, results);
        return results;
    }

    /** The zone is in a table that this role may not read; the mark has it. */
    private static ZoneId zone(Connection connection) throws SQLException {
        String sql = """
                SELECT substring(d.description FROM '^zone ([^ ]+)$') FROM pg_catalog.pg_description d
                JOIN pg_catalog.pg_class c ON c.oid = d.objoid AND d.classoid = 'pg_class'::regclass
                WHERE c.relname = 'control' AND c.relnamespace = 'licensewatch'::regnamespace""";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            return row.next() && row.getString(1) != null ? ZoneId.of(row.getString(1)) : ZoneOffset.UTC;
        }
    }

    /** A row that row-level security hides would count as missing, so the functions fail instead. */
    static Optional<CheckResult> hiddenRows(OwnerRights owner) {
        return owner.hidden().isEmpty()
                ? Optional.empty()
                : Optional.of(CheckResult.fail(
                        CHECK + " functions",
                        "their owner " + owner.role() + " may not see all rows of " + String.join(", ", owner.hidden())
                                + ": row-level security is on",
                        "ALTER ROLE " + Sql.identifier(owner.role())
                                + " BYPASSRLS;  or prepare with the owner of these tables"));
    }

    private static void strangers(Connection connection, List<CheckResult> results) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TOO_WIDE)) {
            statement.setArray(1, connection.createArrayOf("text", WorkerSql.TABLES.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String who = rows.getString(2);
                    results.add(CheckResult.fail(
                            CHECK + " rights",
                            who + " has " + rows.getString(1),
                            "REVOKE " + rows.getString(1) + " FROM "
                                    + (who.equals("PUBLIC") ? who : Sql.identifier(who)) + ";"));
                }
            }
        }
    }

    private static void triggers(Connection connection, SourceColumns source, List<CheckResult> results)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TRIGGERS)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text",
                            source.tables().keySet().stream()
                                    .map(table -> source.schema(table) + "."
                                            + TableName.parse(table).table())
                                    .toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    results.add(CheckResult.note(
                            CHECK + " trigger " + rows.getString(1),
                            "its function does not set search_path: unqualified names in it are not found when the worker writes, and the command fails",
                            "ALTER FUNCTION ... SET search_path = "
                                    + Sql.schemaName(source.schemas().tables()) + ", pg_temp;  or qualify the names"));
                }
            }
        }
    }
}
