package io.licensewatch.cdc.source;

import io.licensewatch.cdc.source.CapturedTable.ReplicaIdentity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A table's relations by inheritance. A partitioned table is watched as one table, under its own name; its rows are in its leaves,
 * each of which has a replica identity of its own.
 *
 * @param root whether the table is partitioned
 * @param leaves its partitions that contain rows, at any depth, sorted by name
 * @param heirs tables that inherit from it without being partitions
 * @param above the partitioned tables of which it is a partition itself, {@code schema.table}
 */
public record Partitions(boolean root, List<Leaf> leaves, List<String> heirs, Set<String> above) {
    public static final Partitions NONE = new Partitions(false, List.of(), List.of(), Set.of());

    /** Reads catalogs and locks nothing: it does not wait for a session that alters a partition. */
    private static final String BELOW = """
        WITH RECURSIVE tree AS (
            SELECT i.inhrelid AS oid FROM pg_inherits i WHERE i.inhparent = ?::oid
            UNION
            SELECT i.inhrelid FROM tree t JOIN pg_inherits i ON i.inhparent = t.oid)
        SELECT n.nspname, c.relname, c.relispartition, c.relkind::text, c.relpersistence::text, c.relreplident::text
        FROM tree t JOIN pg_class c ON c.oid = t.oid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind <> 'p' ORDER BY 1, 2\
        """;

    private static final String ABOVE = """
        WITH RECURSIVE tree AS (
            SELECT i.inhparent AS oid FROM pg_inherits i WHERE i.inhrelid = ?::oid
            UNION
            SELECT i.inhparent FROM tree t JOIN pg_inherits i ON i.inhrelid = t.oid)
        SELECT n.nspname || '.' || c.relname
        FROM tree t JOIN pg_class c ON c.oid = t.oid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'p'\
        """;

    private static final String WITH_HEIRS = """
        SELECT DISTINCT n.nspname || '.' || c.relname
        FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhparent JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND n.nspname || '.' || c.relname = ANY (?)\
        """;

    public Partitions {
        leaves = List.copyOf(leaves);
        heirs = List.copyOf(heirs);
        above = Set.copyOf(above);
    }

    /** @param kind and persistence as in {@code pg_class} */
    public record Leaf(String schema, String table, String kind, String persistence, ReplicaIdentity identity) {
        private static final String FOREIGN = "f";
        private static final String UNLOGGED = "u";

        public String name() {
            return schema + "." + table;
        }

        /** For a statement. */
        public String quoted() {
            return Sql.identifier(schema) + "." + Sql.identifier(table);
        }

        public boolean isForeign() {
            return kind.equals(FOREIGN);
        }

        public boolean isUnlogged() {
            return persistence.equals(UNLOGGED);
        }

        /** Whether its changes are in the WAL. */
        boolean isLogged() {
            return !isForeign() && !isUnlogged();
        }
    }

    /** @param table its oid */
    static Partitions of(Connection connection, long table, boolean root) throws SQLException {
        List<Leaf> leaves = new ArrayList<>();
        List<String> heirs = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(BELOW)) {
            statement.setLong(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Leaf leaf = new Leaf(
                            rows.getString(1),
                            rows.getString(2),
                            rows.getString(4),
                            rows.getString(5),
                            ReplicaIdentity.of(rows.getString(6)));
                    if (rows.getBoolean(3)) {
                        leaves.add(leaf);
                    } else {
                        heirs.add(leaf.quoted());
                    }
                }
            }
        }
        Set<String> above = new TreeSet<>();
        try (PreparedStatement statement = connection.prepareStatement(ABOVE)) {
            statement.setLong(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    above.add(rows.getString(1));
                }
            }
        }
        return new Partitions(root, leaves, heirs, above);
    }

    /** The tables among these ({@code schema.table}) from which others inherit, sorted, without partitioned ones. */
    public static Set<String> withHeirs(Connection connection, List<String> tables) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WITH_HEIRS)) {
            statement.setArray(1, connection.createArrayOf("text", tables.toArray()));
            Set<String> found = new TreeSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        }
    }

    /** The leaves that log too little of old rows. */
    public List<Leaf> loggingTooLittle(boolean needsFullIdentity) {
        return leaves.stream()
                .filter(Leaf::isLogged)
                .filter(leaf -> leaf.identity() != ReplicaIdentity.FULL
                        && (needsFullIdentity || leaf.identity() != ReplicaIdentity.DEFAULT))
                .toList();
    }

    /** Whether its changes are published under the name of a table above it. */
    boolean isHiddenIn(Publication publication) {
        return publication.viaRoot() && above.stream().anyMatch(publication.partitioned()::containsKey);
    }
}
