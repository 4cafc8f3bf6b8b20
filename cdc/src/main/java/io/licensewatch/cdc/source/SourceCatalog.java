package io.licensewatch.cdc.source;

import io.licensewatch.cdc.source.CapturedTable.ReplicaIdentity;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.SourceTable;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the source's properties from Postgres' system catalogs. */
public final class SourceCatalog {
    private static final String ENCRYPTED = """
        SELECT (EXISTS (SELECT FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl)
            OR EXISTS (SELECT FROM pg_stat_gssapi WHERE pid = pg_backend_pid() AND encrypted))::text\
        """;

    private final Connection connection;
    private boolean publishesGenerated;

    public SourceCatalog(Connection connection) {
        this.connection = connection;
    }

    /**
     * @param schemas the schemas of the watched tables
     * @param replication what a replication connection reported
     * @param excluded watched tables that are not read, whether they exist or not
     */
    public SourceFacts read(
            SourceSchemas schemas,
            ReplicationAccess replication,
            String slotName,
            String publicationName,
            Set<SourceTable> excluded)
            throws SQLException {
        publishesGenerated = publishesGenerated(publicationName);
        List<CapturedTable> tables = new ArrayList<>();
        List<MissingTable> missing = new ArrayList<>();
        for (SourceTable table : EnumSet.complementOf(setOf(excluded))) {
            Optional<CapturedTable> captured = captured(table, schemas);
            if (captured.isPresent()) {
                tables.add(captured.get());
            } else {
                missing.add(MissingTable.find(connection, table, schemas.of(table)));
            }
        }
        return new SourceFacts(
                Integer.parseInt(setting("server_version_num")),
                replication,
                text("SELECT current_database()"),
                setting("wal_level"),
                Boolean.parseBoolean(text("SELECT pg_is_in_recovery()::text")),
                number("SELECT count(*) FROM pg_replication_slots"),
                Integer.parseInt(setting("max_replication_slots")),
                number("SELECT count(*) FROM pg_stat_replication"),
                Integer.parseInt(setting("max_wal_senders")),
                role(),
                slot(slotName),
                PublicationCatalog.read(connection, publicationName),
                Caseless.lower(tables),
                missing,
                MessageRights.of(connection),
                RequestTable.of(connection, publicationName),
                Boolean.parseBoolean(text(ENCRYPTED)));
    }

    private static EnumSet<SourceTable> setOf(Set<SourceTable> tables) {
        EnumSet<SourceTable> set = EnumSet.noneOf(SourceTable.class);
        set.addAll(tables);
        return set;
    }

    public Optional<ReplicationSlot> slot(String name) throws SQLException {
        String sql = """
            SELECT plugin, database, active, active_pid, wal_status, confirmed_flush_lsn::text, safe_wal_size,
                   pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn()
                                        ELSE pg_current_wal_lsn() END, confirmed_flush_lsn)::bigint
            FROM pg_replication_slots WHERE slot_name = ?\
            """;
        return one(
                sql,
                name,
                row -> new ReplicationSlot(
                        name,
                        orEmpty(row.getString(1)),
                        orEmpty(row.getString(2)),
                        row.getBoolean(3),
                        row.getObject(4) == null ? null : row.getInt(4),
                        orEmpty(row.getString(5)),
                        row.getString(6) == null ? 0 : Lsn.parse(row.getString(6)),
                        row.getLong(8),
                        row.getObject(7) == null ? null : row.getLong(7)));
    }

    /** Whether the replica identity of the table, and of each partition, is FULL now. */
    public boolean logsOldRows(CapturedTable table) throws SQLException {
        String sql = """
            WITH RECURSIVE tree AS (
                SELECT ?::text::regclass::oid AS oid
                UNION
                SELECT i.inhrelid FROM tree t JOIN pg_inherits i ON i.inhparent = t.oid
                JOIN pg_class c ON c.oid = i.inhrelid WHERE c.relispartition)
            SELECT bool_and(c.relreplident = 'f' OR (c.relkind = 'p' AND c.relispartition))::text
            FROM tree t JOIN pg_class c ON c.oid = t.oid\
            """;
        return one(sql, table.sqlName(), row -> row.getString(1)).equals(Optional.of("true"));
    }

    /**
     * Whether the table still has the same key, the same generated columns, and the same case-insensitive columns. Needs no lock on
     * the table.
     */
    public boolean hasSameRows(CapturedTable table) throws SQLException {
        String sql = "SELECT oid::bigint FROM pg_class WHERE oid = to_regclass(?)";
        Optional<Long> oid = one(sql, table.sqlName(), row -> row.getLong(1));
        if (oid.isEmpty()) {
            return false;
        }
        Set<String> generated = new TreeSet<>();
        each(
                "SELECT attname::text FROM pg_attribute WHERE attrelid = to_regclass(?) AND attgenerated <> ''"
                        + " AND NOT attisdropped",
                table.sqlName(),
                row -> generated.add(row.getString(1)));
        return generated.equals(table.generated().names())
                && ColumnTypes.read(connection, table.sqlName())
                        .of(table.mayBeCaptured())
                        .caseless()
                        .equals(table.caseless())
                && new TableKeys(connection)
                        .of(
                                oid.get(),
                                table.columns(),
                                column -> table.table().columns().contains(column)
                                        && !table.generated().lacks(column))
                        .isSameAs(table.key());
    }

    /** The tables whose referring foreign key is another one than when the run began, or missing, sorted. */
    public Set<String> withOtherForeignKeys(Collection<CapturedTable> tables, SourceSchemas schemas)
            throws SQLException {
        Set<String> names = new TreeSet<>();
        for (CapturedTable table : tables) {
            if (new ForeignKeys(connection).holding(table.table(), schemas) != table.foreignKey()) {
                names.add(table.name());
            }
        }
        return names;
    }

    /** The tables whose key was dropped, even if it was recreated, sorted. */
    public Set<String> withoutTheirKey(Collection<CapturedTable> tables) throws SQLException {
        String sql = """
            SELECT t.name FROM unnest(?::text[], ?::bigint[]) AS t(name, key)
            WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE oid = t.key::oid)
              AND NOT EXISTS (SELECT FROM pg_index WHERE indexrelid = t.key::oid)\
            """;
        Set<String> names = new TreeSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", tables.stream().map(CapturedTable::name).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint",
                            tables.stream().map(table -> table.key().object()).toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
        }
        return names;
    }

    /** The columns of the table's key and their types, such as {@code id uuid}. */
    public String key(CapturedTable table) throws SQLException {
        String sql = """
            SELECT string_agg(k.name || ' ' || format_type(a.atttypid, NULL), ', ' ORDER BY k.place)
            FROM unnest(?::text[]) WITH ORDINALITY AS k(name, place)
            JOIN pg_attribute a ON a.attrelid = ?::text::regclass AND a.attname = k.name\
            """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(
                    1, connection.createArrayOf("text", table.keyColumns().toArray()));
            statement.setString(2, table.sqlName());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? orEmpty(rows.getString(1)) : "";
            }
        }
    }

    private SourceFacts.Role role() throws SQLException {
        String sql =
                "SELECT rolname, rolsuper, rolreplication, rolbypassrls FROM pg_roles WHERE rolname = current_user";
        return one(
                        sql,
                        null,
                        row -> new SourceFacts.Role(
                                row.getString(1), row.getBoolean(2), row.getBoolean(3), row.getBoolean(4)))
                .orElseThrow(() -> new SQLException("the current role is not in pg_roles"));
    }

    private boolean publishesGenerated(String publication) throws SQLException {
        return Integer.parseInt(setting("server_version_num")) >= GeneratedColumns.FIRST_PUBLISHER
                && one(
                                "SELECT pubgencols::text FROM pg_publication WHERE pubname = ?",
                                publication,
                                row -> row.getString(1))
                        .equals(Optional.of("s"));
    }

    private Optional<CapturedTable> captured(SourceTable table, SourceSchemas schemas) throws SQLException {
        String sql = """
            SELECT c.relreplident::text, c.relrowsecurity,
                   row_security_active(c.oid) AND (
                       SELECT NOT coalesce(bool_or(p.qual = 'true') FILTER (WHERE p.permissive = 'PERMISSIVE'), false)
                           OR coalesce(bool_or(p.qual <> 'true') FILTER (WHERE p.permissive = 'RESTRICTIVE'), false)
                       FROM pg_policies p
                       WHERE p.schemaname = n.nspname AND p.tablename = c.relname AND p.cmd IN ('ALL', 'SELECT')
                         AND EXISTS (SELECT FROM unnest(p.roles) AS role
                                     WHERE CASE WHEN role = 'public' THEN true ELSE pg_has_role(role, 'USAGE') END)),
                   ARRAY(SELECT a.attname::text FROM pg_attribute a
                         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum),
                   c.oid::bigint,
                   ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attgenerated = 's'),
                   ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attgenerated = 'v'),
                   c.relkind = 'p'
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 'u' AND n.nspname || '.' || c.relname = ?\
            """;
        Optional<Shape> shape = one(
                sql,
                schemas.name(table),
                row -> new Shape(
                        row.getString(1),
                        row.getBoolean(2),
                        row.getBoolean(3),
                        strings(row, 4),
                        row.getLong(5),
                        Set.copyOf(strings(row, 6)),
                        Set.copyOf(strings(row, 7)),
                        row.getBoolean(8)));
        if (shape.isEmpty()) {
            return Optional.empty();
        }
        return capture(
                table,
                schemas,
                shape.get(),
                new GeneratedColumns(shape.get().stored(), shape.get().virtual(), publishesGenerated));
    }

    private Optional<CapturedTable> capture(
            SourceTable table, SourceSchemas schemas, Shape shape, GeneratedColumns generated) throws SQLException {
        String schema = schemas.of(table);
        Predicate<String> mayBeCaptured = column -> table.columns().contains(column) && !generated.lacks(column);
        List<String> watched = shape.columns().stream().filter(mayBeCaptured).toList();
        RowKey key = new TableKeys(connection).of(shape.oid(), watched, mayBeCaptured);
        List<String> captured = shape.columns().stream()
                .filter(column ->
                        mayBeCaptured.test(column) || (key.columns().contains(column) && !generated.lacks(column)))
                .toList();
        if (captured.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new CapturedTable(
                table,
                schema,
                captured,
                key,
                generated,
                ColumnTypes.read(connection, Sql.table(schema, table)).of(captured),
                ReplicaIdentity.of(shape.identity()),
                shape.rowSecurity(),
                shape.rowsHidden(),
                readable(table, schema, captured),
                Partitions.of(connection, shape.oid(), shape.partitioned()),
                new ForeignKeys(connection).holding(table, schemas)));
    }

    private boolean readable(SourceTable table, String schema, List<String> columns) throws SQLException {
        String sql = """
            SELECT coalesce(bool_and(has_column_privilege(?::text::regclass, name, 'SELECT')), false)
            FROM unnest(?::text[]) AS name WHERE has_schema_privilege(?, 'USAGE')\
            """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, Sql.table(schema, table));
            statement.setArray(2, connection.createArrayOf("text", columns.toArray()));
            statement.setString(3, schema);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    private String setting(String name) throws SQLException {
        return one("SELECT current_setting(?)", name, row -> row.getString(1)).orElse("");
    }

    private String text(String sql) throws SQLException {
        return one(sql, null, row -> row.getString(1)).orElse("");
    }

    private int number(String sql) throws SQLException {
        return one(sql, null, row -> row.getInt(1)).orElse(0);
    }

    private <T> Optional<T> one(String sql, @Nullable String parameter, Reader<T> reader) throws SQLException {
        List<T> found = new ArrayList<>();
        each(sql, parameter, row -> found.add(reader.read(row)));
        return found.stream().findFirst();
    }

    private void each(String sql, @Nullable String parameter, Visitor visitor) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (parameter != null) {
                statement.setString(1, parameter);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    visitor.visit(rows);
                }
            }
        }
    }

    private static List<String> strings(ResultSet row, int column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? List.of() : Arrays.asList((String[]) array.getArray());
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** A table's shape in the catalog. */
    private record Shape(
            String identity,
            boolean rowSecurity,
            boolean rowsHidden,
            List<String> columns,
            long oid,
            Set<String> stored,
            Set<String> virtual,
            boolean partitioned) {}

    @FunctionalInterface
    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    @FunctionalInterface
    private interface Visitor {
        void visit(ResultSet row) throws SQLException;
    }
}
