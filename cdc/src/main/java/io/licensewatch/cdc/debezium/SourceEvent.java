package io.licensewatch.cdc.debezium;

import io.licensewatch.cdc.checkpoint.StreamPosition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Debezium's record, under cdc's names. */
public record SourceEvent(
        String op,
        Struct source,
        @Nullable Struct before,
        @Nullable Struct after,
        Struct value,
        @Nullable Long previousCommit,
        @Nullable Long completelyProcessed) {
    private static final String MESSAGE = "m";
    private static final String INSERT = "c";

    /** Empty for what is neither a row change nor a logical message. */
    public static Optional<SourceEvent> of(SourceRecord record) {
        if (!(record.value() instanceof Struct value) || value.schema().field("op") == null) {
            return Optional.empty();
        }
        String op = value.getString("op");
        boolean message = MESSAGE.equals(op);
        return Optional.of(new SourceEvent(
                op,
                value.getStruct("source"),
                message ? null : value.getStruct("before"),
                message ? null : value.getStruct("after"),
                value,
                (Long) record.sourceOffset().get("lsn_commit"),
                (Long) record.sourceOffset().get("lsn_proc")));
    }

    /** Whether the slot may be confirmed up to it. Called for every row, where the answer is always yes. */
    public static boolean mayConfirm(SourceRecord record) {
        boolean message = record.value() instanceof Struct value
                && value.schema().field("op") != null
                && MESSAGE.equals(value.getString("op"));
        return !message || of(record).filter(SourceEvent::isOutsideTransactions).isEmpty();
    }

    public boolean isMessage() {
        return op.equals(MESSAGE);
    }

    public boolean isInsert() {
        return op.equals(INSERT);
    }

    public boolean isTruncate() {
        return op.equals("t");
    }

    public boolean isSnapshot() {
        return !"false".equals(snapshot());
    }

    public String snapshot() {
        String marker = source.getString("snapshot");
        return marker == null ? "false" : marker;
    }

    /** The captured columns of the table; empty for a truncate. */
    public Optional<Schema> rowSchema() {
        return Optional.ofNullable(after == null ? before : after).map(Struct::schema);
    }

    public String table() {
        return source.getString("schema") + "." + source.getString("table");
    }

    public long lsn() {
        return source.getInt64("lsn");
    }

    @Nullable
    public Long txId() {
        return source.getInt64("txId");
    }

    public long committedAt() {
        return source.getInt64("ts_ms");
    }

    /** @param restartPoint the slot's confirmed position when this run began, for its first transaction */
    public StreamPosition position(long restartPoint) {
        Long transaction = txId();
        return new StreamPosition(
                previousCommit == null ? restartPoint : previousCommit,
                transaction == null ? 0 : transaction,
                lsn(),
                committedAt(),
                isMessage() ? null : table());
    }

    /** The LSN up to which the slot may be confirmed once this event is written, as Debezium computes it. */
    @Nullable
    public Long confirmable() {
        return previousCommit != null ? previousCommit : completelyProcessed;
    }

    public String messagePrefix() {
        return value.getStruct("message").getString("prefix");
    }

    /**
     * Whether it is a message outside of any transaction, which has no position among the commits. Debezium treats it as a commit
     * of its own: if the slot were confirmed to it, the transaction before it, the last one written, would not be sent again.
     */
    public boolean isOutsideTransactions() {
        return isMessage() && txId() == null;
    }

    public int messageBytes() {
        Object content = value.getStruct("message").get("content");
        return content instanceof ByteBuffer buffer ? buffer.remaining() : ((byte[]) content).length;
    }

    public String messageContent() {
        Object content = value.getStruct("message").get("content");
        byte[] bytes = content instanceof ByteBuffer buffer ? copy(buffer) : (byte[]) content;
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A column of the new row; null without a new row or without the column. */
    @Nullable
    public Object column(String name) {
        Struct row = after;
        return row == null || row.schema().field(name) == null ? null : row.get(name);
    }

    private static byte[] copy(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
