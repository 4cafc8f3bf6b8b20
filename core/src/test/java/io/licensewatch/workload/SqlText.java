package io.licensewatch.workload;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Transactions as statements for Postgres. */
public final class SqlText {
    private SqlText() {}

    /** Statements that are one transaction when they are sent together. */
    public static String of(Family family, Txn txn) {
        StringBuilder sql = new StringBuilder();
        @Nullable String inserting = null;
        for (Write write : txn.writes()) {
            String table = write.before() == null ? write.table() : null;
            if (table != null && table.equals(inserting)) {
                sql.append(", ").append(values(write.row()));
            } else {
                sql.append(sql.isEmpty() ? "" : ";\n").append(statement(family, write));
            }
            inserting = table;
        }
        return txn.rolledBack() ? "BEGIN;\n" + sql + ";\nROLLBACK" : sql.toString();
    }

    private static String statement(Family family, Write write) {
        Row before = write.before();
        Row after = write.after();
        if (before == null) {
            return "INSERT INTO " + write.table() + " ("
                    + String.join(", ", write.row().columns().keySet()) + ") VALUES " + values(write.row());
        }
        if (after == null) {
            return "DELETE FROM " + write.table() + where(family, write.table(), before);
        }
        return "UPDATE " + write.table() + " SET " + assignments(before, after) + where(family, write.table(), before);
    }

    private static String values(Row row) {
        return row.columns().values().stream().map(SqlText::literal).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String assignments(Row before, Row after) {
        String changed = after.columns().entrySet().stream()
                .filter(column -> !Objects.equals(column.getValue(), before.get(column.getKey())))
                .map(column -> column.getKey() + " = " + literal(column.getValue()))
                .collect(Collectors.joining(", "));
        String first = after.columns().keySet().iterator().next();
        return changed.isEmpty() ? first + " = " + first : changed;
    }

    private static String where(Family family, String table, Row row) {
        return family.key(table).stream()
                .map(column -> column + " = " + literal(row.get(column)))
                .collect(Collectors.joining(" AND ", " WHERE ", ""));
    }

    private static String literal(@Nullable Object value) {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof Boolean || value instanceof Integer) {
            return value.toString();
        }
        if (value instanceof List<?> texts) {
            return texts.stream().map(SqlText::literal).collect(Collectors.joining(", ", "ARRAY[", "]::text[]"));
        }
        boolean infinite = value.equals(Instant.MAX) || value.equals(LocalDate.MAX);
        return "'" + (infinite ? "infinity" : value.toString().replace("'", "''")) + "'";
    }
}
