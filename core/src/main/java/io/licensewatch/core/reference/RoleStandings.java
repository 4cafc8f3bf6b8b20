package io.licensewatch.core.reference;

import io.licensewatch.core.row.Columns;
import io.licensewatch.core.state.RoleStandingKey;
import io.licensewatch.core.state.StateSpace;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether roles exist and are live, for roles of all tenants: if {@code user_roles.role_id} has a foreign key, of those that are not live;
 * otherwise of all. There may be many, so they are looked up in the store.
 */
public final class RoleStandings {
    private static final String KEY_PREFIX = "standing:";
    private static final int VERSION = 1;

    private final KeyValues store;

    RoleStandings(KeyValues store) {
        this.store = store;
    }

    /** The key under which the reference task sends a role's standing. A role without a tenant is also sent under its row's key. */
    public static String sentAs(String rowKey) {
        return KEY_PREFIX + rowKey;
    }

    /** Whether a change of reference data is one of a role's standing. */
    public static boolean isOne(RowChange change) {
        return change.key().startsWith(KEY_PREFIX);
    }

    /** Whether the role is live; empty when nothing was reported of it. */
    Optional<Boolean> of(String roleId) {
        byte[] stored = store.get(new RoleStandingKey(roleId).toBytes());
        return stored == null ? Optional.empty() : Optional.of(new ValueReader(stored, VERSION).flag());
    }

    /** Applies a change that is new. Returns the roles that it concerns. */
    Set<String> apply(RowChange change) throws MalformedRecordException {
        if (change.op() == RowChange.Op.TRUNCATE) {
            Set<String> all = new HashSet<>(all());
            all.forEach(this::remove);
            return all;
        }
        if (change.after() == null) {
            if (change.before() == null) {
                throw new MalformedRecordException("a delete of roles names no id");
            }
            return removed(new Columns(change.table(), change.before()).requiredText("id"));
        }
        Columns row = new Columns(change.table(), change.after());
        String roleId = row.requiredText("id");
        boolean live = row.live();
        if (live && row.isTrue(SourceTable.ENFORCED)) {
            return removed(roleId);
        }
        store.put(
                new RoleStandingKey(roleId).toBytes(),
                new ValueWriter(VERSION).flag(live).position(change.position()).toBytes());
        return Set.of(roleId);
    }

    private Set<String> removed(String roleId) {
        remove(roleId);
        return Set.of(roleId);
    }

    private void remove(String roleId) {
        store.delete(new RoleStandingKey(roleId).toBytes());
    }

    private List<String> all() {
        List<String> roles = new ArrayList<>();
        byte[] all = StateSpace.ROLE_STANDINGS.all();
        store.scan(
                all,
                KeyWriter.after(all),
                (key, value) -> roles.add(RoleStandingKey.read(key).roleId()));
        return roles;
    }

    /**
     * Removes roles that a newer snapshot has not reported.
     *
     * @param from a key of theirs
     * @param changed is given each lookup that may have another result now
     * @return where to continue; null at the end
     */
    byte @Nullable [] removeOlder(byte[] from, int limit, SourcePosition base, LongConsumer changed) {
        List<String> older = new ArrayList<>();
        byte[][] next = new byte[1][];
        int[] seen = new int[1];
        store.scan(from, KeyWriter.after(StateSpace.ROLE_STANDINGS.all()), (key, value) -> {
            if (seen[0]++ == limit) {
                next[0] = key;
                return false;
            }
            if (base.isAfter(position(value))) {
                older.add(RoleStandingKey.read(key).roleId());
            }
            return true;
        });
        older.forEach(roleId -> {
            remove(roleId);
            changed.accept(Lookup.role(roleId));
        });
        return next[0];
    }

    private static SourcePosition position(byte[] stored) {
        ValueReader in = new ValueReader(stored, VERSION);
        in.flag();
        return in.position();
    }
}
