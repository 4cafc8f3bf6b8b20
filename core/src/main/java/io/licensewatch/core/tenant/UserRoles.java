package io.licensewatch.core.tenant;

import io.licensewatch.core.state.TenantKey;
import io.licensewatch.core.state.UserTenantKey;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/**
 * Which roles each user holds, and how many users hold each set of roles. One assignment more or less changes one user
 * and two counters, whatever the size of the tenant. A user that is banned, or whose ban ends, changes one counter in each of the
 * user's tenants.
 */
final class UserRoles {
    private static final int VERSION = 1;
    private static final int COUNT_VERSION = 2;

    private final KeyValues store;
    private final UserDirectory directory;

    UserRoles(KeyValues store, UserDirectory directory) {
        this.store = store;
        this.directory = directory;
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

    /** Sorted; a role is listed once for each live assignment of it. */
    private List<String> roles(String tenantId, String userId) {
        byte[] stored = store.get(new UserTenantKey(userId, tenantId).toBytes());
        return stored == null ? List.of() : new ValueReader(stored, VERSION).texts();
    }

    private void move(String tenantId, String userId, List<String> before, List<String> after) {
        byte[] key = new UserTenantKey(userId, tenantId).toBytes();
        if (after.isEmpty()) {
            store.delete(key);
        } else {
            store.put(key, new ValueWriter(VERSION).texts(after).toBytes());
        }
        List<String> setBefore = set(before);
        List<String> setAfter = set(after);
        if (!setBefore.equals(setAfter)) {
            UserStatus status = directory.status(userId);
            count(tenantId, setBefore, status, -1);
            count(tenantId, setAfter, status, 1);
        }
    }

    private static List<String> set(List<String> roles) {
        return roles.size() < 2 ? List.copyOf(roles) : List.copyOf(new TreeSet<>(roles));
    }

    /** Counts a user again in each tenant where the user holds roles; returns the tenants whose seats may have changed. */
    List<String> recount(String userId, UserStatus before, UserStatus after) {
        if (before == after) {
            return List.of();
        }
        List<String> tenants = tenantsOf(userId);
        for (String tenantId : tenants) {
            List<String> roles = set(roles(tenantId, userId));
            count(tenantId, roles, before, -1);
            count(tenantId, roles, after, 1);
        }
        return tenants;
    }

    List<String> tenantsOf(String userId) {
        return Tenants.under(
                store, UserTenantKey.of(userId), key -> UserTenantKey.read(key).tenantId());
    }

    private void count(String tenantId, List<String> roleIds, UserStatus status, int change) {
        if (roleIds.isEmpty() || status == UserStatus.NOT_LIVE) {
            return;
        }
        byte[] key = TenantKey.roleSet(tenantId, roleIds);
        byte[] stored = store.get(key);
        Count count = stored == null ? Count.NONE : Count.read(stored);
        Count next = count.plus(status, change);
        if (next.equals(Count.NONE)) {
            store.delete(key);
        } else {
            store.put(key, next.toBytes());
        }
    }

    /**
     * How many users hold a set of roles.
     *
     * @param live users that were reported as live
     * @param unlisted users of whom nothing was reported
     */
    record Count(long live, long unlisted) {
        static final Count NONE = new Count(0, 0);

        Count {
            if (live < 0 || unlisted < 0) {
                throw new IllegalStateException("a role set would count " + live + " and " + unlisted + " users");
            }
        }

        static Count read(byte[] stored) {
            ValueReader in = new ValueReader(stored, COUNT_VERSION);
            return new Count(in.number(), in.number());
        }

        byte[] toBytes() {
            return new ValueWriter(COUNT_VERSION).number(live).number(unlisted).toBytes();
        }

        Count plus(UserStatus status, int change) {
            return switch (status) {
                case LIVE -> new Count(live + change, unlisted);
                case UNLISTED -> new Count(live, unlisted + change);
                case NOT_LIVE -> this;
            };
        }

        /** @param unlistedAreGone whether a user of whom nothing was reported does not exist */
        long users(boolean unlistedAreGone) {
            return unlistedAreGone ? live : live + unlisted;
        }
    }
}
