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
 * Notices that the columns of a table have changed while the feed runs. The rows that follow have the new columns, which readers
 * take as they come; one line in the log says so, with names and types and never a value. Only a changed key cannot be gone on
 * with: what is in the topic would keep its old key for ever, and without a key equal rows would be one.
 */
public final class TableShapes {
    private static final Logger LOG = LoggerFactory.getLogger(TableShapes.class);
    /** Where the engine tells a column's type in Postgres' own words; see {@link io.licensewatch.cdc.debezium.EngineProperties}. */
    private static final String SOURCE_TYPE = "__debezium.source.column.type";

    private final Map<String, Schema> latest = new HashMap<>();
    private final Predicate<CapturedTable> hasSameKey;

    /** @param hasSameKey asks Postgres whether the table has the key with which the run began */
    public TableShapes(Predicate<CapturedTable> hasSameKey) {
        this.hasSameKey = hasSameKey;
    }

    /**
     * @param row the schema of a row of the table; the engine makes a new one whenever the table is altered
     * @throws KeyChangedException when rows of the table are known by other columns now, or by columns of another kind
     * @throws KeyDroppedException when the key was dropped, though it may have been made again
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
                    .log("columns changed; rows that are not written again stay in the topic as they were");
        }
        requireKey(table, row);
        requireSameKey(table, before, row);
        requireKeyOfRun(table);
    }

    /** Columns do not say whether two rows may be equal in them. Postgres announces a table again when an index is dropped. */
    private void requireKeyOfRun(CapturedTable table) {
        if (!hasSameKey.test(table)) {
            throw new KeyDroppedException(table.name());
        }
    }

    private static void requireKey(CapturedTable table, Schema row) {
        for (String column : table.keyColumns()) {
            if (row.field(column) == null) {
                throw new KeyChangedException(table.name(), "column " + column + " of its key is gone");
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

    /** What decides how a value looks in a key. */
    private static String form(Schema column) {
        return switch (column.type()) {
            case INT8, INT16, INT32, INT64 -> column.name() == null ? "number" : column.name();
            case STRING ->
                column.name() == null || column.name().startsWith("io.debezium.data.") ? "text" : column.name();
            default -> column.name() == null ? column.type().getName() : column.name();
        };
    }

    /** A snapshot has the names of made types quoted and with their schema, the stream has not. */
    private static String unquoted(String type) {
        return type.startsWith("\"") ? type.substring(type.indexOf("\".\"") + 2).replace("\"", "") : type;
    }

    private static String columns(Schema row) {
        return row.fields().stream().map(TableShapes::column).collect(Collectors.joining(", "));
    }

    private static String column(Field field) {
        Map<String, String> parameters = field.schema().parameters();
        String known = parameters == null ? null : parameters.get(SOURCE_TYPE);
        String type = known == null ? field.schema().type().getName() : known;
        return field.name() + " " + unquoted(type).toLowerCase(Locale.ROOT);
    }
}
