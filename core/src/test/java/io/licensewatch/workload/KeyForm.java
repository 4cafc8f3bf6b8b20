package io.licensewatch.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What tells the rows of a table apart. */
enum KeyForm {
    PRIMARY,
    DEFERRABLE,
    /** A unique index of columns that are not null, in the place of a primary key. */
    UNIQUE,
    /** With a further column. */
    WIDE,
    /** Split by the key's first column. */
    PARTITIONED;

    /** A watched column that may be of a key, too. */
    static Optional<String> wide(TableDefinition table) {
        return table.columns().stream()
                .filter(column -> column.rest().contains("NOT NULL"))
                .map(TableDefinition.Column::name)
                .filter(name -> name.endsWith("_id") && !name.equals("user_id"))
                .findFirst();
    }

    List<String> constraints(TableDefinition table) {
        List<String> key = table.key();
        List<String> constraints = new ArrayList<>(table.others());
        switch (this) {
            case PRIMARY, PARTITIONED -> constraints.add("PRIMARY KEY (" + String.join(", ", key) + ")");
            case DEFERRABLE ->
                constraints.add("PRIMARY KEY (" + String.join(", ", key) + ") DEFERRABLE INITIALLY DEFERRED");
            case UNIQUE -> constraints.add("UNIQUE (" + String.join(", ", key) + ")");
            case WIDE -> {
                List<String> wide = new ArrayList<>(key);
                wide.add(0, wide(table).orElseThrow());
                constraints.add("PRIMARY KEY (" + String.join(", ", wide) + ")");
            }
        }
        return constraints;
    }

    /** What ends the table's definition, and the statements after it. */
    String partitions(TableDefinition table) {
        if (this != PARTITIONED) {
            return ";\n";
        }
        StringBuilder sql =
                new StringBuilder(" PARTITION BY HASH (" + table.key().get(0) + ");\n");
        for (int i = 0; i < 3; i++) {
            sql.append("CREATE TABLE ")
                    .append(table.name())
                    .append("_")
                    .append(i)
                    .append(" PARTITION OF ");
            sql.append(table.name())
                    .append(" FOR VALUES WITH (MODULUS 3, REMAINDER ")
                    .append(i)
                    .append(");\n");
        }
        return sql.toString();
    }
}
