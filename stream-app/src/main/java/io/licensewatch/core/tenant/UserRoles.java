package io.licensewatch.core.tenant;

import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.StateKeys;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/**
 * Which roles each user holds, and how many users hold each set of roles. One assignment more or less touches one user
 * and two counters, whatever the size of the tenant.
 */
final class UserRoles {
    private static final int VERSION = 1;

    private final KeyValues store;

    UserRoles(KeyValues store) {
        this.store = store;
    }

    void add(String tenantId, String userId, String roleId) {
        List<String> before = roles(tenantId, userId);
        List<String> after = new ArrayList<>(before);
        after.add(roleId);
        Collections.sort(after);
        move(tenantId, userId, before, after);
    }

    void remove(String tenantId, String userId, String roleId) {
        List<String> before = roles(tenantId, userId);
        List<String> after = new ArrayList<>(before);
        if (!after.remove(roleId)) {
            throw new IllegalStateException("user_roles counts disagree with the stored row");
        }
        move(tenantId, userId, before, after);
    }

    /** Sorted; a role stands as often as there are live assignments of it. */
    private List<String> roles(String tenantId, String userId) {
        byte[] stored = store.get(StateKeys.user(tenantId, userId));
        return stored == null ? List.of() : new ValueReader(stored, VERSION).texts();
    }

    private void move(String tenantId, String userId, List<String> before, List<String> after) {
        byte[] key = StateKeys.user(tenantId, userId);
        if (after.isEmpty()) {
            store.delete(key);
        } else {
            store.put(key, new ValueWriter(VERSION).texts(after).toBytes());
        }
        List<String> setBefore = List.copyOf(new TreeSet<>(before));
        List<String> setAfter = List.copyOf(new TreeSet<>(after));
        if (!setBefore.equals(setAfter)) {
            count(tenantId, setBefore, -1);
            count(tenantId, setAfter, 1);
        }
    }

    private void count(String tenantId, List<String> roleIds, int change) {
        if (roleIds.isEmpty()) {
            return;
        }
        byte[] key = StateKeys.roleSet(tenantId, roleIds);
        byte[] stored = store.get(key);
        long users = (stored == null ? 0 : users(stored)) + change;
        if (users < 0) {
            throw new IllegalStateException("a role set would count " + users + " users");
        }
        if (users == 0) {
            store.delete(key);
        } else {
            store.put(key, new ValueWriter(VERSION).number(users).toBytes());
        }
    }

    static long users(byte[] stored) {
        return new ValueReader(stored, VERSION).number();
    }
}
