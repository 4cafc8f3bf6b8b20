package io.licensewatch.cdc.encode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.CapturedTable.ReplicaIdentity;
import io.licensewatch.schemas.source.SourceTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Writes row changes and row keys as JSON, directly from Debezium's structs. The same event always gives the same bytes: no clock
 * of this machine is used, {@code ts_ms} is the commit time.
 *
 * <p>Not thread-safe: the engine's one handler thread owns it.
 */
public final class RowEncoder {
    private static final JsonFactory JSON = new JsonFactory();
    /** Schemas change when a table is altered; old ones must not accumulate. */
    private static final int MAX_PLANS = 512;

    /** Of a row on which seats depend. */
    private static final Set<String> STANDING = Set.of("id", "is_active", "deleted_at");

    private final IdentityHashMap<Schema, RowPlan> plans = new IdentityHashMap<>();
    private final IdentityHashMap<Schema, RowPlan> standingPlans = new IdentityHashMap<>();
    private final Map<SourceTable, Set<String>> allowed = new HashMap<>();
    private final ByteArrayBuilder buffer = new ByteArrayBuilder(1024);

    /** The whole envelope, with {@code before} and {@code after} if {@code op} has them. */
    public byte[] envelope(
            CapturedTable table, String op, @Nullable Struct before, @Nullable Struct after, SourceStamp source) {
        return envelope(this::plan, table, op, before, after, source);
    }

    /** The same with only the columns that a seat depends on: nothing that a tenant named. */
    public byte[] standing(
            CapturedTable table, String op, @Nullable Struct before, @Nullable Struct after, SourceStamp source) {
        return envelope(this::standingPlan, table, op, before, after, source);
    }

    private byte[] envelope(
            Plans planOf,
            CapturedTable table,
            String op,
            @Nullable Struct before,
            @Nullable Struct after,
            SourceStamp source) {
        return json(out -> {
            out.writeStartObject();
            before(planOf, table, before, out);
            row("after", planOf, table, after, out);
            source(source, out);
            out.writeStringField("op", op);
            out.writeNumberField("ts_ms", source.committedAt());
            out.writeEndObject();
        });
    }

    /** The key of a row: its key columns, as in {@code {"id":"4f1c..."}}. */
    public byte[] key(CapturedTable table, Struct row) {
        return json(out -> plan(table, row).write(row, table.keyColumns(), out));
    }

    /** The key where rows of several tables share a topic. */
    public byte[] qualifiedKey(CapturedTable table, Struct row) {
        return json(out -> {
            out.writeStartObject();
            out.writeStringField("table", table.table().qualifiedName());
            out.writeFieldName("key");
            plan(table, row).write(row, table.keyColumns(), out);
            out.writeEndObject();
        });
    }

    /** If the WAL has only the key of the old row, the engine fills the other columns with nulls and blanks. */
    private static void before(Plans planOf, CapturedTable table, @Nullable Struct before, JsonGenerator out)
            throws IOException {
        if (before == null || table.replicaIdentity() == ReplicaIdentity.FULL) {
            row("before", planOf, table, before, out);
        } else {
            out.writeFieldName("before");
            planOf.of(table, before).writeKey(before, table.keyColumns(), out);
        }
    }

    private static void row(String name, Plans planOf, CapturedTable table, @Nullable Struct row, JsonGenerator out)
            throws IOException {
        out.writeFieldName(name);
        if (row == null) {
            out.writeNull();
        } else {
            planOf.of(table, row).write(row, out);
        }
    }

    private static void source(SourceStamp source, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("source");
        out.writeStringField("connector", "postgresql");
        out.writeStringField("schema", source.table().schema());
        out.writeStringField("table", source.table().tableName());
        if (source.txId() == null) {
            out.writeNullField("txId");
        } else {
            out.writeNumberField("txId", source.txId());
        }
        out.writeNumberField("lsn", source.lsn());
        out.writeStringField("sequence", sequence(source));
        out.writeNumberField("ts_ms", source.committedAt());
        out.writeStringField("snapshot", source.snapshot());
        out.writeNumberField("epoch", source.epoch());
        if (source.command() != null) {
            out.writeStringField("command", source.command());
        }
        out.writeEndObject();
    }

    /** As Debezium writes it: a string that holds a JSON array of two LSNs in decimal. */
    private static String sequence(SourceStamp source) {
        String previous =
                source.isBeforeStream() ? "null" : "\"" + Long.toUnsignedString(source.previousCommit()) + "\"";
        return "[" + previous + ",\"" + Long.toUnsignedString(source.lsn()) + "\"]";
    }

    private RowPlan plan(CapturedTable table, Struct row) {
        return kept(plans, row, () -> {
            boolean saysSo = table.isEnforced() && !table.table().hasTenant();
            return RowPlan.of(row.schema(), mayLeave(table)::contains, table.table()::withholds, saysSo);
        });
    }

    private RowPlan standingPlan(CapturedTable table, Struct row) {
        return kept(standingPlans, row, () -> {
            Set<String> columns = new HashSet<>(STANDING);
            columns.addAll(table.keyColumns());
            return RowPlan.of(row.schema(), columns::contains, column -> false, table.isEnforced());
        });
    }

    private static RowPlan kept(IdentityHashMap<Schema, RowPlan> made, Struct row, Supplier<RowPlan> make) {
        RowPlan known = made.get(row.schema());
        if (known != null) {
            return known;
        }
        if (made.size() >= MAX_PLANS) {
            made.clear();
        }
        RowPlan plan = make.get();
        made.put(row.schema(), plan);
        return plan;
    }

    /** Debezium filters by the same list; this is a second line of defence. */
    private Set<String> mayLeave(CapturedTable table) {
        return allowed.computeIfAbsent(table.table(), t -> {
            Set<String> columns = new HashSet<>(t.columns());
            columns.addAll(table.keyColumns());
            return columns;
        });
    }

    private byte[] json(Content content) {
        buffer.reset();
        try (JsonGenerator out = JSON.createGenerator(buffer)) {
            content.write(out);
            out.flush();
            return buffer.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write JSON to memory", e);
        }
    }

    @FunctionalInterface
    private interface Plans {
        RowPlan of(CapturedTable table, Struct row);
    }

    @FunctionalInterface
    private interface Content {
        void write(JsonGenerator out) throws IOException;
    }
}
