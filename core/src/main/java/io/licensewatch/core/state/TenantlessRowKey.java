package io.licensewatch.core.state;

import io.licensewatch.core.store.KeyReader;
import io.licensewatch.schemas.source.SourceTable;

/**
 * The key of a row without a tenant that names a role.
 *
 * @param rowKey the row's primary key as JSON
 */
public record TenantlessRowKey(String roleId, SourceTable table, String rowKey) {
    public byte[] toBytes() {
        return StateSpace.TENANTLESS_ROWS
                .key()
                .text(roleId)
                .table(table)
                .rowKey(rowKey)
                .toBytes();
    }

    public static TenantlessRowKey read(byte[] key) {
        KeyReader in = StateSpace.read(key);
        return new TenantlessRowKey(in.text(), in.table(), in.rowKey());
    }

    /** What the keys of all rows that name the role begin with. */
    public static byte[] of(String roleId) {
        return StateSpace.TENANTLESS_ROWS.key().text(roleId).toBytes();
    }

    /** The key of the role that such a row named last. */
    public static byte[] roleOf(SourceTable table, String rowKey) {
        return StateSpace.ROLES_OF_TENANTLESS_ROWS
                .key()
                .table(table)
                .rowKey(rowKey)
                .toBytes();
    }
}
