package io.licensewatch.core.tenant;

import io.licensewatch.core.row.PermissionRow;
import io.licensewatch.core.row.RolePermissionRow;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the roles of a tenant permit. It is compiled once from hundreds of rows that hardly ever change, and read as one value.
 *
 * @param byRole permissions by role id
 */
public record Access(Map<String, List<Permission>> byRole) {
    public static final Access NONE = new Access(Map.of());

    private static final int VERSION = 1;

    public Access {
        byRole = Map.copyOf(byRole);
    }

    /**
     * A permission that a role has.
     *
     * @param code null if the tenant has no such permission: it may be one that all tenants share
     * @param sourceFeature id or code of the feature that brought it
     */
    public record Permission(
            String permissionId,
            @Nullable String code,
            @Nullable String sourceFeature) {}

    /** The permissions of a role; none for one that has none. */
    public List<Permission> of(String roleId) {
        return byRole.getOrDefault(roleId, List.of());
    }

    /** @param rolePermissions those of the tenant */
    static Access of(Collection<PermissionRow> permissions, Collection<RolePermissionRow> rolePermissions) {
        Map<String, PermissionRow> known = new HashMap<>();
        permissions.forEach(row -> known.put(row.permissionId(), row));
        Map<String, Map<String, Permission>> found = new TreeMap<>();
        for (RolePermissionRow row : rolePermissions) {
            String id = row.permissionId();
            if (row.roleId() == null || id == null) {
                continue;
            }
            PermissionRow permission = known.get(id);
            if (permission == null || permission.permits()) {
                found.computeIfAbsent(row.roleId(), r -> new TreeMap<>())
                        .put(
                                id,
                                new Permission(
                                        id,
                                        permission == null ? null : permission.code(),
                                        permission == null ? null : permission.sourceFeature()));
            }
        }
        Map<String, List<Permission>> byRole = new HashMap<>();
        found.forEach((role, held) -> byRole.put(role, List.copyOf(held.values())));
        return new Access(byRole);
    }

    /** Each permission once, then roles with the numbers of theirs. */
    byte[] toBytes() {
        Map<String, Integer> numbers = new HashMap<>();
        List<Permission> permissions = new ArrayList<>();
        Map<String, List<Permission>> sorted = new TreeMap<>(byRole);
        sorted.values()
                .forEach(held -> held.forEach(one -> {
                    if (numbers.putIfAbsent(one.permissionId(), permissions.size()) == null) {
                        permissions.add(one);
                    }
                }));
        ValueWriter out = new ValueWriter(VERSION).number(permissions.size());
        for (Permission one : permissions) {
            // A known permission is identified by its place; only an unknown one is looked up by its id.
            out.optionalText(one.code());
            if (one.code() == null) {
                out.text(one.permissionId());
            } else {
                out.optionalText(one.sourceFeature());
            }
        }
        out.number(sorted.size());
        sorted.forEach((role, held) -> {
            out.text(role).number(held.size());
            held.forEach(one -> out.number(numbers.getOrDefault(one.permissionId(), 0)));
        });
        return out.toBytes();
    }

    static Access read(byte[] stored) {
        ValueReader in = new ValueReader(stored, VERSION);
        List<Permission> permissions = new ArrayList<>();
        int size = (int) in.number();
        for (int i = 0; i < size; i++) {
            String code = in.optionalText();
            permissions.add(
                    code == null ? new Permission(in.text(), null, null) : new Permission("", code, in.optionalText()));
        }
        Map<String, List<Permission>> byRole = new HashMap<>();
        int roles = (int) in.number();
        for (int i = 0; i < roles; i++) {
            String role = in.text();
            int held = (int) in.number();
            List<Permission> ofRole = new ArrayList<>(held);
            for (int j = 0; j < held; j++) {
                ofRole.add(permissions.get((int) in.number()));
            }
            byRole.put(role, ofRole);
        }
        return new Access(byRole);
    }
}
