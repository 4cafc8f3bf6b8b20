package io.licensewatch.cdc.source;

import io.licensewatch.cdc.source.RowKey.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Finds the key that identifies the rows of a table. */
public final class TableKeys {
    /** A NOT NULL that is not validated (Postgres 18) guarantees nothing about earlier rows. */
    private static final String CANDIDATES = """
            SELECT i.indisprimary, NOT i.indimmediate, i.indisreplident, coalesce(k.oid, i.indexrelid)::bigint,
                   ARRAY(SELECT a.attname::text FROM unnest(i.indkey) WITH ORDINALITY AS c(attnum, place)
                         JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = c.attnum
                         WHERE c.place <= i.indnkeyatts ORDER BY c.place)
            FROM pg_index i
            LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u')
            WHERE i.indrelid = ?::oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
              AND NOT EXISTS (SELECT FROM pg_attribute a
                              WHERE a.attrelid = i.indrelid AND a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1])
                                AND (NOT a.attnotnull OR EXISTS (SELECT FROM pg_constraint n
                                     WHERE n.conrelid = i.indrelid AND n.contype = 'n' AND n.conkey = ARRAY[a.attnum]
                                       AND NOT n.convalidated)))""";

    private final Connection connection;

    public TableKeys(Connection connection) {
        this.connection = connection;
    }

    /**
     * @param table its oid
     * @param captured the columns of a table without a key
     * @param mayIdentify of which columns a unique index may be the key; a primary key may be of any
     */
    public RowKey of(long table, List<String> captured, Predicate<String> mayIdentify) throws SQLException {
        List<RowKey> candidates = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(CANDIDATES)) {
            statement.setLong(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    candidates.add(key(rows));
                }
            }
        }
        return best(candidates, mayIdentify, captured);
    }

    private static RowKey key(ResultSet row) throws SQLException {
        return new RowKey(
                row.getBoolean(1) ? Kind.PRIMARY : Kind.UNIQUE,
                Arrays.asList((String[]) row.getArray(5).getArray()),
                row.getLong(4),
                row.getBoolean(2),
                row.getBoolean(3));
    }

    /** Decided by columns alone, so that an index that is made beside another changes the key only if it is the better one. */
    static RowKey best(List<RowKey> candidates, Predicate<String> mayIdentify, List<String> captured) {
        return candidates.stream()
                .filter(key -> key.kind() == Kind.PRIMARY
                        || (!key.deferrable() && key.columns().stream().allMatch(mayIdentify)))
                .min(Comparator.comparing(RowKey::kind)
                        .thenComparing(key -> key.columns().size())
                        .thenComparing(key -> String.join(",", key.columns()))
                        .thenComparing(RowKey::object))
                .orElseGet(() -> RowKey.none(captured));
    }
}
