package io.licensewatch.cdc.debezium;

import io.debezium.data.Envelope;
import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.CapturedTable.ReplicaIdentity;
import io.licensewatch.cdc.source.RowKey;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourceTable;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Makes events as Debezium's Postgres connector gives them. */
public final class EngineEvents {
    public static final CapturedTable ROLES = new CapturedTable(
            SourceTable.ROLES,
            List.of("id", "tenant_id", "name"),
            RowKey.primary("id"),
            ReplicaIdentity.FULL,
            false,
            false,
            true);
    public static final CapturedTable OFFERINGS = new CapturedTable(
            SourceTable.PRODUCT_OFFERINGS,
            List.of("id", "code"),
            RowKey.primary("id"),
            ReplicaIdentity.DEFAULT,
            false,
            false,
            true);

    /** The same, where this foreign key refers to it. */
    public static CapturedTable heldBy(CapturedTable table, long key) {
        return new CapturedTable(
                table.table(),
                table.schema(),
                table.columns(),
                table.key(),
                table.generated(),
                table.types(),
                table.replicaIdentity(),
                table.rowSecurity(),
                table.rowsHidden(),
                table.readable(),
                table.partitions(),
                key);
    }

    static final Schema ROLE = SchemaBuilder.struct()
            .optional()
            .field("id", Schema.STRING_SCHEMA)
            .field("tenant_id", Schema.OPTIONAL_STRING_SCHEMA)
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    public static final Schema REQUEST = SchemaBuilder.struct()
            .optional()
            .field("slot", Schema.OPTIONAL_STRING_SCHEMA)
            .field("id", Schema.OPTIONAL_STRING_SCHEMA)
            .field(
                    "tables",
                    SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA)
                            .optional()
                            .build())
            .build();
    private static final Schema SOURCE = SchemaBuilder.struct()
            .field("schema", Schema.STRING_SCHEMA)
            .field("table", Schema.STRING_SCHEMA)
            .field("snapshot", Schema.OPTIONAL_STRING_SCHEMA)
            .field("lsn", Schema.OPTIONAL_INT64_SCHEMA)
            .field("txId", Schema.OPTIONAL_INT64_SCHEMA)
            .field("ts_ms", Schema.INT64_SCHEMA)
            .build();
    private static final Schema MESSAGE = SchemaBuilder.struct()
            .field("prefix", Schema.STRING_SCHEMA)
            .field("content", Schema.BYTES_SCHEMA)
            .build();
    private static final Schema MESSAGE_ENVELOPE = SchemaBuilder.struct()
            .field("op", Schema.STRING_SCHEMA)
            .field("source", SOURCE)
            .field("message", MESSAGE)
            .build();

    private EngineEvents() {}

    /** But for the standings of roles, which have a test of their own. */
    public static List<ProducerRecord<byte[], byte[]>> rows(List<ProducerRecord<byte[], byte[]>> records) {
        return records.stream()
                .filter(record -> !record.topic().endsWith(Frontier.Covered.STANDINGS))
                .toList();
    }

    public static List<Frontier.Covered> covered(List<Frontier.Covered> covered) {
        return covered.stream().filter(rows -> !rows.standings()).toList();
    }

    /** Where and when an event stands. */
    public record At(@Nullable Long previousCommit, long txId, long lsn, long committedAt) {
        /** For a message outside of any. */
        public static final long NO_TRANSACTION = -1;
    }

    public static Struct role(String id, @Nullable String tenant, String name) {
        return new Struct(ROLE).put("id", id).put("tenant_id", tenant).put("name", name);
    }

    public static SourceRecord change(String op, @Nullable Struct before, @Nullable Struct after, At at) {
        return event(op, "roles", "false", before, after, at);
    }

    public static SourceRecord snapshotRow(Struct row) {
        return event("r", "roles", "true", null, row, new At(null, 1, 500, 99));
    }

    public static SourceRecord truncate(At at) {
        return event("t", "roles", "false", null, null, at);
    }

    /** A row of the table by which resyncs are requested. */
    public static SourceRecord request(
            @Nullable String slot, @Nullable String id, @Nullable List<String> tables, At at) {
        return request("c", new Struct(REQUEST).put("slot", slot).put("id", id).put("tables", tables), at);
    }

    public static SourceRecord request(String op, Struct row, At at) {
        Struct source = source("resync_requests", "false", at).put("schema", "licensewatch");
        Envelope envelope = Envelope.defineSchema()
                .withName("test.Envelope")
                .withRecord(REQUEST)
                .withSource(SOURCE)
                .build();
        return record(
                new Struct(envelope.schema())
                        .put("op", op)
                        .put(op.equals("d") ? "before" : "after", row)
                        .put("source", source),
                at);
    }

    public static SourceRecord mark(String content, At at) {
        return message("licensewatch.frontier", content, at);
    }

    public static SourceRecord message(String prefix, String content, At at) {
        Struct message =
                new Struct(MESSAGE).put("prefix", prefix).put("content", content.getBytes(StandardCharsets.UTF_8));
        Struct value = new Struct(MESSAGE_ENVELOPE)
                .put("op", "m")
                .put("source", source("", "false", at))
                .put("message", message);
        return record(value, at);
    }

    private static SourceRecord event(
            String op, String table, String snapshot, @Nullable Struct before, @Nullable Struct after, At at) {
        Envelope envelope = Envelope.defineSchema()
                .withName("test.Envelope")
                .withRecord(ROLE)
                .withSource(SOURCE)
                .build();
        Struct value = new Struct(envelope.schema())
                .put("op", op)
                .put("before", before)
                .put("after", after)
                .put("source", source(table, snapshot, at));
        return record(value, at);
    }

    private static Struct source(String table, String snapshot, At at) {
        return new Struct(SOURCE)
                .put("schema", "public")
                .put("table", table)
                .put("snapshot", snapshot)
                .put("lsn", at.lsn())
                .put("txId", at.txId() == At.NO_TRANSACTION ? null : at.txId())
                .put("ts_ms", at.committedAt());
    }

    private static SourceRecord record(Struct value, At at) {
        Map<String, Object> offset = new HashMap<>();
        offset.put("lsn", at.lsn());
        if (at.previousCommit() != null) {
            offset.put("lsn_commit", at.previousCommit());
        }
        offset.put("lsn_proc", at.lsn());
        return new SourceRecord(Map.of(), offset, "any", value.schema(), value);
    }
}
