package io.licensewatch.core.tenant;

import io.licensewatch.core.reference.Reference;
import io.licensewatch.core.row.AssignmentRow;
import io.licensewatch.core.row.Columns;
import io.licensewatch.core.row.GrantRow;
import io.licensewatch.core.row.LicenseAssignmentRow;
import io.licensewatch.core.row.OnboardingRow;
import io.licensewatch.core.row.PermissionRow;
import io.licensewatch.core.row.RolePermissionRow;
import io.licensewatch.core.row.RoleRow;
import io.licensewatch.core.row.RowOrigin;
import io.licensewatch.core.row.TenantRow;
import io.licensewatch.core.row.Unreadable;
import io.licensewatch.core.row.UserRow;
import io.licensewatch.core.state.KnownTenantKey;
import io.licensewatch.core.state.ListedUserKey;
import io.licensewatch.core.state.StateSpace;
import io.licensewatch.core.state.TenantKey;
import io.licensewatch.core.state.TenantKey.Kind;
import io.licensewatch.core.state.TenantlessRowKey;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.timer.Timers;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of the tenants of one task: applies changes to them, and counts what is counted from them. */
public final class TenantStore {
    private static final byte[] PRESENT = {1};
    /** Entries that are made from rows and may outlive them. */
    private static final List<Kind> LEFT_OVER =
            List.of(Kind.SEAT_CHANGE, Kind.SEAT_HISTORY, Kind.ACCESS, Kind.ACCESS_STALE);

    private final Residents store;
    private final Unreadable unreadable;
    private final UserDirectory directory;
    private final UserRoles userRoles;
    private final Assignments assignments;
    private final TenantlessRows tenantless;
    private final TenantLoader loader;

    public TenantStore(Residents store, Timers timers, ZoneId zone, Unreadable unreadable) {
        this.store = store;
        this.unreadable = unreadable;
        this.directory = new UserDirectory(store, timers, zone);
        this.userRoles = new UserRoles(store, directory);
        this.assignments = new Assignments(store, timers, zone, userRoles);
        this.tenantless = new TenantlessRows(store);
        this.loader = new TenantLoader(store);
    }

    /**
     * Applies a change, unless the stored row is as new.
     *
     * @param now the task's clock; an assignment that has ended by then is not counted
     * @return the first position in the log from which on the tenant's state may have changed: before that of the change, if the former
     *     row expired in between and is still counted
     */
    public SourcePosition apply(SourceTable table, String tenantId, RowChange change, Instant now)
            throws MalformedRecordException {
        byte[] key = TenantKey.row(tenantId, kind(table), change.key());
        byte[] stored = store.get(key);
        if (stored != null && !change.position().isAfter(RowCodec.position(stored))) {
            return change.position();
        }
        SourcePosition since = change.position();
        if (table == SourceTable.USER_ROLES) {
            RowOrigin origin = RowOrigin.of(table, change);
            AssignmentRow row = change.after() == null
                    ? null
                    : AssignmentRow.of(origin, new Columns(change.table(), change.after(), unreadable));
            RowCodec.StoredAssignment former = stored == null ? null : RowCodec.assignment(change.key(), stored);
            if (former != null && assignments.endedBefore(former, change)) {
                since = former.row().origin().position();
            }
            assignments.replace(tenantId, change.key(), former, row, now);
            assignments.changed(tenantId, origin);
        } else if (change.after() == null) {
            remove(table, key, now);
        } else {
            byte[] row = encode(table, change, unreadable);
            store.put(key, row);
            if (table == SourceTable.ROLES) {
                tenantless.roleAdded(RowCodec.role(change.key(), row).roleId(), tenantId, new Rehoming(now));
            }
            accessChanged(table, tenantId);
        }
        return since;
    }

    private void accessChanged(SourceTable table, String tenantId) {
        if (table == SourceTable.PERMISSIONS || table == SourceTable.ROLE_PERMISSIONS) {
            store.put(TenantKey.of(tenantId, Kind.ACCESS_STALE), PRESENT);
        }
    }

    /** Checks that a change could be applied. */
    public static void check(SourceTable table, RowChange change) throws MalformedRecordException {
        kind(table);
        if (table == SourceTable.USER_ROLES && change.after() != null) {
            AssignmentRow.of(RowOrigin.of(table, change), new Columns(change.table(), change.after()));
        } else if (change.after() != null) {
            encode(table, change, Unreadable.IGNORED);
        }
    }

    private static Kind kind(SourceTable table) throws MalformedRecordException {
        Kind kind = Kind.of(table);
        if (kind == null) {
            throw new MalformedRecordException(table.qualifiedName() + " has no tenant");
        }
        return kind;
    }

    private static byte[] encode(SourceTable table, RowChange change, Unreadable unreadable)
            throws MalformedRecordException {
        RowOrigin origin = RowOrigin.of(table, change);
        Columns row = new Columns(
                change.table(),
                java.util.Objects.requireNonNull(change.after(), "a row that is put has values"),
                unreadable);
        return switch (table) {
            case TENANTS -> RowCodec.encode(TenantRow.of(origin, row));
            case TENANT_FEATURE_GRANTS -> RowCodec.encode(GrantRow.of(origin, row));
            case ROLES -> RowCodec.encode(RoleRow.of(origin, row));
            case ONBOARDING_PROGRESS -> RowCodec.encode(OnboardingRow.of(origin, row));
            case PERMISSIONS -> RowCodec.encode(PermissionRow.of(origin, row));
            case ROLE_PERMISSIONS -> RowCodec.encode(RolePermissionRow.of(origin, row));
            case LICENSE_ASSIGNMENTS -> RowCodec.encode(LicenseAssignmentRow.of(origin, row));
            default -> throw new IllegalStateException("no codec for " + table);
        };
    }

    /** An assignment has expired; it stays stored and is no longer counted. Returns the position of its row. */
    public SourcePosition endAssignment(String tenantId, String rowKey, Instant now) {
        return assignments.end(tenantId, rowKey, now);
    }

    /**
     * Tenants that a change, or the expiry of a row, concerns.
     *
     * @param since the first position in the log from which on their state may have changed: before that of the change, if something that
     *     is still counted may have expired in between
     */
    public record Touched(SourcePosition since, Set<String> tenants) {
        /** By a truncate, which also deletes what expired before it. */
        private static Touched byTruncate(Set<String> tenants) {
            return new Touched(SourcePosition.START, tenants);
        }
    }

    /**
     * A row without a tenant, of a table that has tenants. Rows of system roles are reference data; here rows of tenants' roles are
     * assigned to the tenant of their role.
     */
    public Touched applyTenantless(SourceTable table, RowChange change, byte[] key, byte[] value, Instant now)
            throws MalformedRecordException {
        if (table != SourceTable.USER_ROLES && table != SourceTable.ROLE_PERMISSIONS) {
            return new Touched(change.position(), Set.of());
        }
        Rehoming home = new Rehoming(now);
        if (change.op() == RowChange.Op.TRUNCATE) {
            tenantless.truncate(table, home);
            return Touched.byTruncate(home.touched);
        }
        check(table, change);
        tenantless.change(table, change, key, value, home);
        return new Touched(home.since(change.position()), home.touched);
    }

    /** A change of auth.users. */
    public Touched applyUser(RowChange change, Instant now) throws MalformedRecordException {
        if (change.op() == RowChange.Op.TRUNCATE) {
            Set<String> touched = new HashSet<>();
            directory.all().forEach(userId -> touched.addAll(removeUser(userId)));
            return Touched.byTruncate(touched);
        }
        UserRow row =
                change.after() == null ? null : UserRow.of(new Columns(change.table(), change.after(), unreadable));
        String userId = row == null ? removed(change) : row.userId();
        UserStatus before = directory.status(userId);
        boolean wasFree = directory.banEndedBefore(userId, change.committedAt());
        SourcePosition since = wasFree ? directory.position(userId) : change.position();
        UserStatus after = UserStatus.UNLISTED;
        if (row == null) {
            directory.remove(userId);
        } else {
            after = directory.put(row, change.position(), now);
        }
        boolean freeInBetween = wasFree && before == after;
        return new Touched(
                since,
                Set.copyOf(freeInBetween ? userRoles.tenantsOf(userId) : userRoles.recount(userId, before, after)));
    }

    private List<String> removeUser(String userId) {
        UserStatus before = directory.status(userId);
        directory.remove(userId);
        return userRoles.recount(userId, before, UserStatus.UNLISTED);
    }

    private static String removed(RowChange change) throws MalformedRecordException {
        if (change.before() == null) {
            throw new MalformedRecordException("a delete of auth.users has no id");
        }
        return new Columns(change.table(), change.before()).requiredText("id");
    }

    /** A user's ban has expired. */
    public Touched endBan(String userId, Instant now) {
        SourcePosition row = directory.position(userId);
        UserStatus before = directory.status(userId);
        return new Touched(row, Set.copyOf(userRoles.recount(userId, before, directory.endBan(userId, now))));
    }

    /** Applies rows without a tenant to the tenant of their role, as if they named it. */
    private final class Rehoming implements TenantlessRows.Home {
        private final Instant now;
        private final Set<String> touched = new HashSet<>();
        private @Nullable SourcePosition since;

        Rehoming(Instant now) {
            this.now = now;
        }

        /** The first position from which on the tenants' state may have changed: that of the change, or an earlier one. */
        SourcePosition since(SourcePosition change) {
            return since == null || since.isAfter(change) ? change : since;
        }

        @Override
        public void put(String tenantId, SourceTable table, RowChange row) throws MalformedRecordException {
            touched.add(tenantId);
            SourcePosition from = apply(table, tenantId, row, now);
            since = since == null || since.isAfter(from) ? from : since;
        }

        @Override
        public void remove(String tenantId, RowChange row, SourceTable table) {
            touched.add(tenantId);
            Kind kind = table == SourceTable.USER_ROLES ? Kind.ASSIGNMENT : Kind.ROLE_PERMISSION;
            byte[] key = TenantKey.row(tenantId, kind, row.key());
            byte[] stored = store.get(key);
            if (stored != null && RowCodec.position(stored).equals(row.position())) {
                TenantStore.this.remove(table, key, now);
            }
        }
    }

    /** Deletes a table's rows of every tenant; returns the tenants that had any. */
    public Touched truncate(SourceTable table, Instant now) throws MalformedRecordException {
        Kind kind = kind(table);
        Set<String> touched = new HashSet<>();
        List<byte[]> keys = new ArrayList<>();
        byte[] all = StateSpace.TENANTS.all();
        store.scan(all, KeyWriter.after(all), (key, value) -> {
            TenantKey entry = TenantKey.read(key);
            if (entry.kind() == kind) {
                touched.add(entry.tenantId());
                keys.add(key);
            }
            return true;
        });
        for (byte[] key : keys) {
            remove(table, key, now);
        }
        return Touched.byTruncate(touched);
    }

    /** The position before which rows of a table no longer exist. */
    public interface Bases {
        SourcePosition of(SourceTable table);
    }

    /**
     * Deletes rows that a newer snapshot has not read.
     *
     * @param cursor what the former call returned; null to begin
     * @param limit entries to visit
     * @param touched called with each tenant of which a row was deleted
     * @return where to go on; null at the end
     */
    public byte @Nullable [] removeOlder(
            byte @Nullable [] cursor, int limit, Bases bases, Instant now, Consumer<String> touched) {
        List<byte[]> older = new ArrayList<>();
        byte[][] next = new byte[1][];
        int[] seen = new int[1];
        byte[] from = cursor == null ? StateSpace.TENANTS.all() : cursor;
        store.scan(from, KeyWriter.after(StateSpace.TENANTLESS_ROWS.all()), (key, value) -> {
            if (seen[0]++ == limit) {
                next[0] = key;
                return false;
            }
            StoredRow row = StoredRow.of(key, value);
            if (row != null && bases.of(row.table()).isAfter(row.position())) {
                older.add(key);
            }
            return true;
        });
        older.forEach(key -> removeStored(key, now, touched));
        return next[0];
    }

    private void removeStored(byte[] key, Instant now, Consumer<String> touched) {
        byte[] value = store.get(key);
        StoredRow row = value == null ? null : StoredRow.of(key, value);
        if (value == null || row == null) {
            return; // deleted with another
        }
        if (row.table() == SourceTable.AUTH_USERS) {
            removeUser(ListedUserKey.read(key).userId()).forEach(touched);
        } else if (TenantKey.isOne(key)) {
            remove(row.table(), key, now);
            touched.accept(TenantKey.read(key).tenantId());
        } else {
            Rehoming home = new Rehoming(now);
            tenantless.remove(row.table(), TenantlessRowKey.read(key).rowKey(), home);
            home.touched.forEach(touched);
        }
    }

    private void remove(SourceTable table, byte[] key, Instant now) {
        byte[] stored = store.get(key);
        if (stored == null) {
            return;
        }
        TenantKey entry = TenantKey.read(key);
        String tenantId = entry.tenantId();
        String rowKey = entry.rowKey();
        if (table == SourceTable.USER_ROLES) {
            assignments.replace(tenantId, rowKey, RowCodec.assignment(rowKey, stored), null, now);
            return;
        }
        store.delete(key);
        if (table == SourceTable.ROLES) {
            tenantless.roleRemoved(RowCodec.role(rowKey, stored).roleId(), tenantId, new Rehoming(now));
        }
        accessChanged(table, tenantId);
    }

    /** Whether the tenant is in the list of tenants. */
    public boolean knows(String tenantId) {
        return store.get(new KnownTenantKey(tenantId).toBytes()) != null;
    }

    /** Adds the tenant to the list of tenants. */
    public void know(String tenantId) {
        byte[] key = new KnownTenantKey(tenantId).toBytes();
        if (store.get(key) == null) {
            store.put(key, new byte[0]);
        }
    }

    /** Removes a tenant without rows from the list of tenants, and what was made from its rows. */
    public void forget(String tenantId) {
        store.delete(new KnownTenantKey(tenantId).toBytes());
        for (Kind kind : LEFT_OVER) {
            store.delete(TenantKey.of(tenantId, kind));
        }
    }

    /** Stores the seat history if it has changed. */
    public void remember(String tenantId, SeatHistory known, SeatHistory now) {
        if (!now.equals(known)) {
            store.put(TenantKey.of(tenantId, Kind.SEAT_HISTORY), now.toBytes());
        }
    }

    /** The next tenants after this one, from the first when null; one short scan, whatever the tenants hold. */
    public List<String> tenantsAfter(@Nullable String tenantId, int limit) {
        byte[] all = StateSpace.KNOWN_TENANTS.all();
        byte[] from = tenantId == null ? all : KeyWriter.after(new KnownTenantKey(tenantId).toBytes());
        List<String> found = new ArrayList<>();
        store.scan(from, KeyWriter.after(all), (key, value) -> {
            found.add(KnownTenantKey.read(key).tenantId());
            return found.size() < limit;
        });
        return found;
    }

    /** Keeps what was computed from a tenant in memory for the next load, as long as there is room. */
    public void keep(String tenantId, @Nullable Object computed) {
        store.keep(tenantId, computed);
    }

    /** Everything that an evaluation of the tenant needs. */
    public TenantSnapshot load(String tenantId, Reference reference) {
        return loader.load(tenantId, reference);
    }
}
