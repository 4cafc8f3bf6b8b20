package io.licensewatch.core.tenant;

import io.licensewatch.core.reference.Reference;
import io.licensewatch.core.row.PermissionRow;
import io.licensewatch.core.row.RolePermissionRow;
import io.licensewatch.core.state.TenantKey;
import io.licensewatch.core.state.TenantKey.Kind;
import io.licensewatch.core.store.KeyWriter;
import java.util.ArrayList;
import java.util.List;

/** Reads what an evaluation of a tenant needs. */
final class TenantLoader {
    private final Residents store;

    TenantLoader(Residents store) {
        this.store = store;
    }

    /** Everything that an evaluation needs. For a tenant that is not resident this is one scan, which does not grow with its users. */
    TenantSnapshot load(String tenantId, Reference reference) {
        Resident resident = store.of(tenantId);
        if (resident.accessStale()) {
            resident.take(compileAccess(tenantId));
        }
        boolean gone = resident.hasNothing() && !hasAssignments(tenantId);
        return resident.snapshot(reference, gone);
    }

    private boolean hasAssignments(String tenantId) {
        byte[] all = TenantKey.of(tenantId, Kind.ASSIGNMENT);
        boolean[] found = new boolean[1];
        store.scan(all, KeyWriter.after(all), (key, value) -> {
            found[0] = true;
            return false;
        });
        return found[0];
    }

    private Access compileAccess(String tenantId) {
        List<PermissionRow> permissions = new ArrayList<>();
        scan(
                TenantKey.of(tenantId, Kind.PERMISSION),
                (rowKey, value) -> permissions.add(RowCodec.permission(rowKey, value)));
        List<RolePermissionRow> rolePermissions = new ArrayList<>();
        scan(
                TenantKey.of(tenantId, Kind.ROLE_PERMISSION),
                (rowKey, value) -> rolePermissions.add(RowCodec.rolePermission(rowKey, value)));
        byte[] compiled = Access.of(permissions, rolePermissions).toBytes();
        if (rolePermissions.isEmpty()) {
            store.delete(TenantKey.of(tenantId, Kind.ACCESS));
        } else {
            store.put(TenantKey.of(tenantId, Kind.ACCESS), compiled);
        }
        store.delete(TenantKey.of(tenantId, Kind.ACCESS_STALE));
        return Access.read(compiled);
    }

    private void scan(byte[] prefix, RowVisitor visitor) {
        store.scan(prefix, KeyWriter.after(prefix), (key, value) -> {
            visitor.visit(TenantKey.read(key).rowKey(), value);
            return true;
        });
    }

    @FunctionalInterface
    private interface RowVisitor {
        void visit(String rowKey, byte[] value);
    }
}
