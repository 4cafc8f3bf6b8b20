package io.licensewatch.core.tenant;

import io.licensewatch.core.store.KeyReader;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.StateKeys;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.json.RowChangeDecoder;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourceTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows of user_roles that name no tenant, and of role_permissions where that table has no column for it. They belong to the tenant
 * of their role, whichever of the two rows comes first; rows of a role that is no tenant's wait here.
 */
final class TenantlessRows {
    private static final int VERSION = 1;
    private static final byte[] PRESENT = {1};

    private final KeyValues store;

    TenantlessRows(KeyValues store) {
        this.store = store;
    }

    /** Where a row goes once its tenant is known. */
    interface Home {
        void put(String tenantId, SourceTable table, RowChange row) throws MalformedRecordException;

        /** Removes the row unless the tenant's own has taken its place since. */
        void remove(String tenantId, RowChange row, SourceTable table);
    }

    /** Whose the role is: for a while two tenants', when one has applied that it came and the other not yet that it went. */
    private List<String> tenantsOf(String roleId) {
        return Tenants.under(store, StateKeys.tenantsOfRole(roleId));
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
        byte[] event = new ValueWriter(VERSION)
                .text(new String(key, StandardCharsets.UTF_8))
                .text(new String(value, StandardCharsets.UTF_8))
                .toBytes();
        for (String tenantId : tenantsOf(role)) {
            home.put(tenantId, table, change);
        }
        store.put(StateKeys.tenantless(role, table, change.key()), event);
        store.put(
                StateKeys.tenantlessRole(table, change.key()),
                new ValueWriter(VERSION).text(role).toBytes());
    }

    /** What a role permits counts within the role's tenant alone: a row that could name it and does not permits nothing there. */
    private static boolean findsTenant(SourceTable table, Map<String, @Nullable Object> row) {
        return table != SourceTable.ROLE_PERMISSIONS || !row.containsKey("tenant_id");
    }

    /** A row without a tenant is gone. */
    void remove(SourceTable table, String rowKey, Home home) {
        byte[] identity = StateKeys.tenantlessRole(table, rowKey);
        byte[] stored = store.get(identity);
        if (stored == null) {
            return;
        }
        String role = new ValueReader(stored, VERSION).text();
        byte[] event = store.get(StateKeys.tenantless(role, table, rowKey));
        if (event != null) {
            tenantsOf(role).forEach(tenantId -> home.remove(tenantId, event(event), table));
        }
        store.delete(identity);
        store.delete(StateKeys.tenantless(role, table, rowKey));
    }

    void truncate(SourceTable table, Home home) {
        byte[] all = StateKeys.allTenantless();
        rows(all).stream()
                .filter(row -> row.table() == table)
                .forEach(row -> remove(table, row.change().key(), home));
    }

    /** A role has become this tenant's. The tenant that it was of may only learn that later, and has its rows until then. */
    void roleCame(String roleId, String tenantId, Home home) throws MalformedRecordException {
        byte[] key = StateKeys.roleTenant(roleId, tenantId);
        if (store.get(key) != null) {
            return;
        }
        store.put(key, PRESENT);
        for (Waiting row : rows(StateKeys.tenantlessOf(roleId))) {
            home.put(tenantId, row.table(), row.change());
        }
    }

    /** A role is not this tenant's any more. */
    void roleWent(String roleId, String tenantId, Home home) {
        store.delete(StateKeys.roleTenant(roleId, tenantId));
        for (Waiting row : rows(StateKeys.tenantlessOf(roleId))) {
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

    static String rowKey(byte[] key, byte[] value) {
        return read(key, value).change().key();
    }

    private static Waiting read(byte[] key, byte[] value) {
        KeyReader in = new KeyReader(key);
        in.tag();
        in.text();
        String tableName = in.text();
        return new Waiting(SourceTable.named("public", tableName).orElseThrow(), event(value));
    }

    private static RowChange event(byte[] value) {
        ValueReader in = new ValueReader(value, VERSION);
        try {
            return RowChangeDecoder.decode(bytes(in.text()), bytes(in.text()));
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("a row without a tenant was understood when it came", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
