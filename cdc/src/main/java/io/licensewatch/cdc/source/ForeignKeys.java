package io.licensewatch.cdc.source;

import io.licensewatch.schemas.source.SourceTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Finds the foreign keys that guarantee that every row on which a seat depends exists. */
final class ForeignKeys {
    /** A foreign key that is not validated, or whose triggers are disabled, guarantees nothing. */
    private static final String HOLDING = """
            SELECT min(k.oid::bigint) FROM pg_constraint k
            WHERE k.contype = 'f' AND k.convalidated AND k.conrelid = to_regclass(?) AND k.confrelid = to_regclass(?)
              AND k.conkey = ARRAY(SELECT attnum FROM pg_attribute WHERE attrelid = k.conrelid AND attname = ?)
              AND k.confkey = ARRAY(SELECT attnum FROM pg_attribute WHERE attrelid = k.confrelid AND attname = 'id')
              AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgconstraint = k.oid AND t.tgenabled NOT IN ('O', 'A'))""";

    private final Connection connection;

    ForeignKeys(Connection connection) {
        this.connection = connection;
    }

    /** The oid of the foreign key for {@link SourceTable#heldBy()}; 0 for none. */
    long holding(SourceTable table, SourceSchemas schemas) throws SQLException {
        if (table.heldBy().isEmpty()) {
            return 0;
        }
        String column = table.heldBy().get();
        try (PreparedStatement statement = connection.prepareStatement(HOLDING)) {
            statement.setString(1, Sql.table(schemas.of(SourceTable.USER_ROLES), SourceTable.USER_ROLES));
            statement.setString(2, Sql.table(schemas.of(table), table));
            statement.setString(3, column.substring(column.indexOf('.') + 1));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }
}
