package io.licensewatch.core.state;

import io.licensewatch.core.store.KeyReader;
import io.licensewatch.schemas.source.SourceTable;

/**
 * The key of a row of reference data.
 *
 * @param rowKey the row's primary key as JSON
 */
public record ReferenceRowKey(SourceTable table, String rowKey) {
    public byte[] toBytes() {
        return StateSpace.REFERENCE_ROWS.key().table(table).rowKey(rowKey).toBytes();
    }

    public static ReferenceRowKey read(byte[] key) {
        KeyReader in = StateSpace.read(key);
        return new ReferenceRowKey(in.table(), in.rowKey());
    }

    /** What the keys of all rows of a table begin with. */
    public static byte[] of(SourceTable table) {
        return StateSpace.REFERENCE_ROWS.key().table(table).toBytes();
    }
}
