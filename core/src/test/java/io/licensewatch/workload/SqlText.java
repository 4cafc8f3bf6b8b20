package io.licensewatch.workload;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Transactions as statements for Postgres. */
public final class SqlText {
    private final Family family;
    private final Shape shape;

    private SqlText(Family family, Shape shape) {
        this.family = family;
        this.shape = shape;
    }

    /** Statements that are one transaction when they are sent together. */
    public static String of(Family family, Txn txn) {
        return new SqlText(family, Shape.PLAIN).of(txn);
    }

    /** The same for tables of this shape. */
    public static String of(Family family, Shape shape, Txn txn) {
        return new SqlText(family, shape).of(txn);
    }

    private String of(Txn txn) {
        StringBuilder sql = new StringBuilder();
        @Nullable String inserting = null;
        for (Write write : txn.writes()) {
            String table = write.before() == null ? write.table() : null;
            if (table != null && table.equals(inserting)) {
                sql.append(", ").append(values(write.table(), write.row()));
            } else {
                sql.append(sql.isEmpty() ? "" : ";\n").append(statement(write));
            }
            inserting = table;
        }
        return txn.rolledBack() ? "BEGIN;\n" + sql + ";\nROLLBACK" : sql.toString();
    }

    private String statement(Write write) {
        Row before = write.before();
        Row after = write.after();
        if (before == null) {
            return "INSERT INTO " + write.table() + " ("
                    + String.join(", ", written(write)) + ") VALUES "
                    + values(write.table(), write.row());
        }
        if (after == null) {
            return "DELETE FROM " + write.table() + where(write.table(), before);
        }
        return "UPDATE " + write.table() + " SET " + assignments(write.table(), before, after)
                + where(write.table(), before);
    }

    /** Without what Postgres computes. */
    private List<String> written(Write write) {
        return write.row().columns().keySet().stream()
                .filter(column -> !shape.isGenerated(write.table(), column))
                .toList();
    }

    private String values(String table, Row row) {
        return row.columns().keySet().stream()
                .filter(column -> !shape.isGenerated(table, column))
                .map(column -> literal(table, column, row))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private String assignments(String table, Row before, Row after) {
        String changed = after.columns().entrySet().stream()
                .filter(column -> !Objects.equals(column.getValue(), before.get(column.getKey())))
                .filter(column -> !shape.isGenerated(table, column.getKey()))
                .map(column -> column.getKey() + " = " + literal(table, column.getKey(), after))
                .collect(Collectors.joining(", "));
        String first = after.columns().keySet().iterator().next();
        return changed.isEmpty() ? first + " = " + first : changed;
    }

    private String where(String table, Row row) {
        return family.key(table).stream()
                .map(column -> column + " = " + literal(table, column, row))
                .collect(Collectors.joining(" AND ", " WHERE ", ""));
    }

    private String literal(String table, String column, Row row) {
        int salt = family.key(table).stream()
                .map(row::text)
                .collect(Collectors.joining())
                .hashCode();
        return shape.literal(table, column, row.get(column), salt >>> 4);
    }
}
