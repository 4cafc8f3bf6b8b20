package io.licensewatch.cdc.translate;

import io.licensewatch.cdc.source.CapturedTable;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects that the columns of a table changed while the feed runs. The rows that follow have the new columns, which readers
 * accept; one log line reports it, with names and types and never a value. Only a changed key ends the run: rows in the topic would
 * keep their old keys for ever, and without a key equal rows would be merged.
 */
public final class TableColumns {
    private static final Logger LOG = LoggerFactory.getLogger(TableColumns.class);
    /** The schema parameter with a column's Postgres type; see {@link io.licensewatch.cdc.debezium.EngineProperties}. */
    private static final String SOURCE_TYPE = "__debezium.source.column.type";

    private final Map<String, Schema> latest = new HashMap<>();
    private final Predicate<CapturedTable> hasSameKey;

    /** @param hasSameKey reads from Postgres whether the table has the same key as when the run began */
    public TableColumns(Predicate<CapturedTable> hasSameKey) {
        this.hasSameKey = hasSameKey;
    }

    /**
     * @param row the schema of a row of the table; the engine creates a new one whenever the table is altered
     * @throws KeyChangedException when the key of the table has other columns now, or columns of another type
     * @throws KeyDroppedException when the key was dropped, even if it was recreated
     */
    void see(CapturedTable table, Schema row) {
        Schema before = latest.put(table.name(), row);
        if (before == row) {
            return;
        }
        if (before == null) {
            requireKey(table, row);
            requireKeyOfRun(table);
            return;
        }
        String was = columns(before);
        String is = columns(row);
        if (!was.equals(is)) {
            LOG.atWarn()
                    .addKeyValue("table", table.name())
                    .addKeyValue("was", was)
                    .addKeyValue("is", is)
                    .log("columns changed; rows in the topic stay as they are until they change");
        }
        requireKey(table, row);
        requireSameKey(table, before, row);
        requireKeyOfRun(table);
    }

    /** Columns do not show whether they are unique. Postgres sends a table's relation message again when an index is dropped. */
    private void requireKeyOfRun(CapturedTable table) {
        if (!hasSameKey.test(table)) {
            throw new KeyDroppedException(table.name());
        }
    }

    private static void requireKey(CapturedTable table, Schema row) {
        for (String column : table.keyColumns()) {
            if (row.field(column) == null) {
                throw new KeyChangedException(table.name(), "column " + column + " of its key was dropped");
            }
        }
    }

    private static void requireSameKey(CapturedTable table, Schema before, Schema row) {
        for (String column : table.keyColumns()) {
            String was = form(before.field(column).schema());
            String is = form(row.field(column).schema());
            if (!was.equals(is)) {
                throw new KeyChangedException(
                        table.name(), "column " + column + " of its key was a " + was + " and is a " + is);
            }
        }
    }

    /** The part of a column's type that decides how its values are encoded in a key. */
    private static String form(Schema column) {
        return switch (column.type()) {
            case INT8, INT16, INT32, INT64 -> column.name() == null ? "number" : column.name();
            case STRING ->
                column.name() == null || column.name().startsWith("io.debezium.data.") ? "text" : column.name();
            default -> column.name() == null ? column.type().getName() : column.name();
        };
    }

    /** A snapshot quotes the names of user-defined types and adds their schema; the stream does not. */
    private static String unquoted(String type) {
        return type.startsWith("\"") ? type.substring(type.indexOf("\".\"") + 2).replace("\"", "") : type;
    }

    private static String columns(Schema row) {
        return row.fields().stream().map(TableColumns::column).collect(Collectors.joining(", "));
    }

    private static String column(Field field) {
        Map<String, String> parameters = field.schema().parameters();
        String known = parameters == null ? null : parameters.get(SOURCE_TYPE);
        String type = known == null ? field.schema().type().getName() : known;
        return field.name() + " " + unquoted(type).toLowerCase(Locale.ROOT);
    }
}
