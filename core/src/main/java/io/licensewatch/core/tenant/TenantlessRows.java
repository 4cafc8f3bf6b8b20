package io.licensewatch.core.tenant;

import io.licensewatch.core.state.RoleTenantKey;
import io.licensewatch.core.state.StateSpace;
import io.licensewatch.core.state.TenantlessRowKey;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.StoredRecord;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.json.RowChangeDecoder;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourceTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows of user_roles that name no tenant, and of role_permissions where that table has no column for it. They belong to the tenant
 * of their role, whichever of the two rows arrives first. Rows of a role without a tenant are stored here until the role has one.
 */
final class TenantlessRows {
    private static final int VERSION = 1;
    private static final byte[] PRESENT = {1};

    private final KeyValues store;

    TenantlessRows(KeyValues store) {
        this.store = store;
    }

    /** The rows of tenants. */
    interface Home {
        void put(String tenantId, SourceTable table, RowChange row) throws MalformedRecordException;

        /** Deletes the row, unless a row of the tenant has replaced it since. */
        void remove(String tenantId, RowChange row, SourceTable table);
    }

    /** The tenants of the role. While a role moves there may be two: one has applied the insert, the other not yet the delete. */
    private List<String> tenantsOf(String roleId) {
        return Tenants.under(
                store, RoleTenantKey.of(roleId), key -> RoleTenantKey.read(key).tenantId());
    }

    /** A row without a tenant has changed. */
    void change(SourceTable table, RowChange change, byte[] key, byte[] value, Home home)
            throws MalformedRecordException {
        remove(table, change.key(), home);
        Map<String, @Nullable Object> after = change.after();
        Object roleId = after == null || !findsTenant(table, after) ? null : after.get("role_id");
        if (roleId == null) {
            return;
        }
        String role = roleId.toString();
        for (String tenantId : tenantsOf(role)) {
            home.put(tenantId, table, change);
        }
        store.put(new TenantlessRowKey(role, table, change.key()).toBytes(), new StoredRecord(key, value).toBytes());
        store.put(
                TenantlessRowKey.roleOf(table, change.key()),
                new ValueWriter(VERSION).text(role).toBytes());
    }

    /** Permissions of a role count only within the role's tenant: a row of a table with a tenant column that names none permits nothing. */
    private static boolean findsTenant(SourceTable table, Map<String, @Nullable Object> row) {
        return table != SourceTable.ROLE_PERMISSIONS || !row.containsKey("tenant_id");
    }

    /** A row without a tenant has been deleted. */
    void remove(SourceTable table, String rowKey, Home home) {
        byte[] identity = TenantlessRowKey.roleOf(table, rowKey);
        byte[] stored = store.get(identity);
        if (stored == null) {
            return;
        }
        String role = new ValueReader(stored, VERSION).text();
        byte[] key = new TenantlessRowKey(role, table, rowKey).toBytes();
        byte[] event = store.get(key);
        if (event != null) {
            tenantsOf(role).forEach(tenantId -> home.remove(tenantId, event(event), table));
        }
        store.delete(identity);
        store.delete(key);
    }

    void truncate(SourceTable table, Home home) {
        rows(StateSpace.TENANTLESS_ROWS.all()).stream()
                .filter(row -> row.table() == table)
                .forEach(row -> remove(table, row.change().key(), home));
    }

    /** A role belongs to this tenant now. The tenant that had it before may apply that later, and keeps the role's rows until then. */
    void roleAdded(String roleId, String tenantId, Home home) throws MalformedRecordException {
        byte[] key = new RoleTenantKey(roleId, tenantId).toBytes();
        if (store.get(key) != null) {
            return;
        }
        store.put(key, PRESENT);
        for (Waiting row : rows(TenantlessRowKey.of(roleId))) {
            home.put(tenantId, row.table(), row.change());
        }
    }

    /** A role no longer belongs to this tenant. */
    void roleRemoved(String roleId, String tenantId, Home home) {
        store.delete(new RoleTenantKey(roleId, tenantId).toBytes());
        for (Waiting row : rows(TenantlessRowKey.of(roleId))) {
            home.remove(tenantId, row.change(), row.table());
        }
    }

    private record Waiting(SourceTable table, RowChange change) {}

    private List<Waiting> rows(byte[] prefix) {
        List<Waiting> rows = new ArrayList<>();
        store.scan(prefix, KeyWriter.after(prefix), (key, value) -> {
            rows.add(read(key, value));
            return true;
        });
        return rows;
    }

    static StoredRow stored(byte[] key, byte[] value) {
        Waiting row = read(key, value);
        return new StoredRow(row.table(), row.change().position());
    }

    private static Waiting read(byte[] key, byte[] value) {
        return new Waiting(TenantlessRowKey.read(key).table(), event(value));
    }

    private static RowChange event(byte[] value) {
        StoredRecord event = StoredRecord.read(value);
        try {
            return RowChangeDecoder.decode(event.key(), event.value());
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("a row without a tenant could be decoded when it arrived", e);
        }
    }
}
