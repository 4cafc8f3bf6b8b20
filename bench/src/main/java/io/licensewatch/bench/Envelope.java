package io.licensewatch.bench;

import io.licensewatch.schemas.source.SourceTable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row change as cdc writes it, put together from text; the generator must not be what is measured. */
record Envelope(SourceTable table, String tenantId, byte[] key, byte[] value, long lsn, long timestamp) {

    /**
     * @param op as in Debezium: c, u or d
     * @param before the old row as JSON; null for an insert
     * @param after the new row as JSON; null for a delete
     */
    static Envelope of(
            SourceTable table,
            String tenantId,
            String rowId,
            String op,
            @Nullable String before,
            @Nullable String after,
            long lsn,
            Instant committedAt) {
        long millis = committedAt.toEpochMilli();
        String value = "{\"before\":" + before + ",\"after\":" + after + ",\"source\":{\"connector\":\"postgresql\""
                + ",\"schema\":\"" + table.schema() + "\",\"table\":\"" + table.tableName() + "\",\"lsn\":" + lsn
                + ",\"sequence\":\"[\\\"" + (lsn - 8) + "\\\",\\\"" + lsn + "\\\"]\",\"txId\":" + lsn / 16
                + ",\"ts_ms\":" + millis + ",\"snapshot\":\"false\",\"epoch\":1},\"op\":\"" + op + "\",\"ts_ms\":"
                + millis + "}";
        return new Envelope(table, tenantId, utf8("{\"id\":\"" + rowId + "\"}"), utf8(value), lsn, millis);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
