package io.licensewatch.core.tenant;

import io.licensewatch.core.reference.Reference;
import io.licensewatch.core.row.AssignmentRow;
import io.licensewatch.core.row.Columns;
import io.licensewatch.core.row.GrantRow;
import io.licensewatch.core.row.OnboardingRow;
import io.licensewatch.core.row.RoleRow;
import io.licensewatch.core.row.RowOrigin;
import io.licensewatch.core.row.TenantRow;
import io.licensewatch.core.store.KeyReader;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.StateKeys;
import io.licensewatch.core.timer.Timers;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of the tenants of one task, and how a change folds into them and what is counted from them. */
public final class TenantStore {
    private final KeyValues store;
    private final Timers timers;
    private final ZoneId zone;
    private final UserRoles userRoles;

    public TenantStore(KeyValues store, Timers timers, ZoneId zone) {
        this.store = store;
        this.timers = timers;
        this.zone = zone;
        this.userRoles = new UserRoles(store);
    }

    /**
     * Folds a change in, unless the stored row is as new.
     *
     * @param now the task's clock; an assignment that has ended by then is not counted
     */
    public void apply(SourceTable table, String tenantId, RowChange change, Instant now)
            throws MalformedRecordException {
        byte[] key = StateKeys.row(tenantId, kind(table), change.key());
        byte[] stored = store.get(key);
        if (stored != null && !change.position().isAfter(RowCodec.position(stored))) {
            return;
        }
        if (table == SourceTable.USER_ROLES) {
            AssignmentRow row = change.after() == null
                    ? null
                    : AssignmentRow.of(RowOrigin.of(table, change), new Columns(change.table(), change.after()));
            replaceAssignment(tenantId, change.key(), key, stored, row, now);
        } else if (change.after() == null) {
            store.delete(key);
        } else {
            store.put(key, encode(table, change));
        }
    }

    /** Whether a change could be folded in, without doing it. */
    public static void check(SourceTable table, RowChange change) throws MalformedRecordException {
        kind(table);
        if (table == SourceTable.USER_ROLES && change.after() != null) {
            AssignmentRow.of(RowOrigin.of(table, change), new Columns(change.table(), change.after()));
        } else if (change.after() != null) {
            encode(table, change);
        }
    }

    private static int kind(SourceTable table) throws MalformedRecordException {
        return switch (table) {
            case TENANTS -> StateKeys.TENANT_ROW;
            case TENANT_FEATURE_GRANTS -> StateKeys.GRANT;
            case ROLES -> StateKeys.ROLE;
            case ONBOARDING_PROGRESS -> StateKeys.ONBOARDING;
            case USER_ROLES -> StateKeys.ASSIGNMENT;
            default -> throw new MalformedRecordException(table.qualifiedName() + " has no tenant");
        };
    }

    private static byte[] encode(SourceTable table, RowChange change) throws MalformedRecordException {
        RowOrigin origin = RowOrigin.of(table, change);
        Columns row = new Columns(
                change.table(), java.util.Objects.requireNonNull(change.after(), "a row that is put has values"));
        return switch (table) {
            case TENANTS -> RowCodec.encode(TenantRow.of(origin, row));
            case TENANT_FEATURE_GRANTS -> RowCodec.encode(GrantRow.of(origin, row));
            case ROLES -> RowCodec.encode(RoleRow.of(origin, row));
            case ONBOARDING_PROGRESS -> RowCodec.encode(OnboardingRow.of(origin, row));
            default -> throw new IllegalStateException("no codec for " + table);
        };
    }

    private void replaceAssignment(
            String tenantId,
            String rowKey,
            byte[] key,
            byte @Nullable [] stored,
            @Nullable AssignmentRow row,
            Instant now) {
        RowCodec.StoredAssignment former = stored == null ? null : RowCodec.assignment(rowKey, stored);
        boolean counted = row != null && counts(row, now);
        moveCount(tenantId, former, row, counted);
        if (row == null) {
            store.delete(key);
        } else {
            store.put(key, RowCodec.encode(new RowCodec.StoredAssignment(row, counted)));
        }
        Instant end = counted && row != null ? row.expiresAt().asEnd(zone) : Instant.MAX;
        boolean formerHadTimer =
                former != null && !former.row().expiresAt().asEnd(zone).equals(Instant.MAX);
        if (formerHadTimer || !end.equals(Instant.MAX)) {
            timers.set(Timers.Timer.rowEnds(tenantId, rowKey), end);
        }
    }

    /** By old row to new row, never by one more or one less blindly. */
    private void moveCount(
            String tenantId, RowCodec.@Nullable StoredAssignment former, @Nullable AssignmentRow row, boolean counted) {
        AssignmentRow old = former != null && former.counted() ? former.row() : null;
        AssignmentRow young = counted ? row : null;
        if (old != null && young != null && sameHolding(old, young)) {
            return;
        }
        if (old != null && old.userId() != null && old.roleId() != null) {
            userRoles.remove(tenantId, old.userId(), old.roleId());
        }
        if (young != null && young.userId() != null && young.roleId() != null) {
            userRoles.add(tenantId, young.userId(), young.roleId());
        }
    }

    private static boolean sameHolding(AssignmentRow a, AssignmentRow b) {
        return java.util.Objects.equals(a.userId(), b.userId()) && java.util.Objects.equals(a.roleId(), b.roleId());
    }

    private boolean counts(AssignmentRow row, Instant now) {
        return row.active()
                && row.userId() != null
                && row.roleId() != null
                && row.expiresAt().asEnd(zone).isAfter(now);
    }

    /** An assignment has reached its end; it stays stored and is no longer counted. */
    public void endAssignment(String tenantId, String rowKey, Instant now) {
        byte[] key = StateKeys.row(tenantId, StateKeys.ASSIGNMENT, rowKey);
        byte[] stored = store.get(key);
        if (stored != null) {
            replaceAssignment(
                    tenantId,
                    rowKey,
                    key,
                    stored,
                    RowCodec.assignment(rowKey, stored).row(),
                    now);
        }
    }

    /** Removes a table's rows of every tenant; returns the tenants that had any. */
    public Set<String> truncate(SourceTable table, Instant now) throws MalformedRecordException {
        int kind = kind(table);
        Set<String> touched = new HashSet<>();
        List<byte[]> keys = new ArrayList<>();
        byte[] all = StateKeys.allTenants();
        store.scan(all, KeyWriter.after(all), (key, value) -> {
            KeyReader in = new KeyReader(key);
            in.tag();
            String tenantId = in.text();
            if (in.tag() == kind) {
                touched.add(tenantId);
                keys.add(key);
            }
            return true;
        });
        for (byte[] key : keys) {
            remove(table, key, now);
        }
        return touched;
    }

    private void remove(SourceTable table, byte[] key, Instant now) {
        if (table == SourceTable.USER_ROLES) {
            KeyReader in = new KeyReader(key);
            in.tag();
            String tenantId = in.text();
            in.tag();
            replaceAssignment(tenantId, in.rowKey(), key, store.get(key), null, now);
        } else {
            store.delete(key);
        }
    }

    /** From here on the tenant is among those that are walked. */
    public void know(String tenantId) {
        byte[] key = StateKeys.knownTenant(tenantId);
        if (store.get(key) == null) {
            store.put(key, new byte[0]);
        }
    }

    public void forget(String tenantId) {
        store.delete(StateKeys.knownTenant(tenantId));
    }

    /** The next tenants after this one, from the first when null; one short scan, whatever the tenants hold. */
    public List<String> tenantsAfter(@Nullable String tenantId, int limit) {
        byte[] all = StateKeys.allKnownTenants();
        byte[] from = tenantId == null ? all : KeyWriter.after(StateKeys.knownTenant(tenantId));
        List<String> found = new ArrayList<>();
        store.scan(from, KeyWriter.after(all), (key, value) -> {
            found.add(StateKeys.tenantOf(key));
            return found.size() < limit;
        });
        return found;
    }

    /** Everything that is needed to look at a tenant, by one scan that does not grow with its users. */
    public TenantSnapshot load(String tenantId, Reference reference) {
        TenantSnapshotReader reader = new TenantSnapshotReader(tenantId);
        store.scan(StateKeys.tenant(tenantId), StateKeys.unboundedOf(tenantId), reader);
        return reader.snapshot(reference);
    }
}
