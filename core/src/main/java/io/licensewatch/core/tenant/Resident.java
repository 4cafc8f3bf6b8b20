package io.licensewatch.core.tenant;

import io.licensewatch.core.reference.Reference;
import io.licensewatch.core.row.GrantRow;
import io.licensewatch.core.row.LicenseAssignmentRow;
import io.licensewatch.core.row.OnboardingRow;
import io.licensewatch.core.row.RoleRow;
import io.licensewatch.core.row.RowOrigin;
import io.licensewatch.core.row.TenantRow;
import io.licensewatch.core.state.TenantKey;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.tenant.TenantSnapshot.AlertName;
import io.licensewatch.schemas.source.SourceTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The decoded state of one tenant, except what grows with its users. What has not changed is handed out as the same object, so that a
 * caller that computed something from it can see that it is unchanged.
 */
final class Resident {
    /** Approximate bytes in memory of an entry with what is computed from it. */
    private static final int ENTRY = 600;

    /** The same for each byte of its key. */
    private static final int OF_KEY = 4;
    /** The decoded form takes so many times the bytes of the encoded form. */
    private static final int DECODED = 4;
    /** Approximate bytes of a tenant without entries. */
    private static final int EMPTY = 3_000;

    private final String tenantId;
    private @Nullable TenantRow tenant;
    private final Entries<GrantRow> grants = new Entries<>();
    private final Entries<RoleRow> roles = new Entries<>();
    private final Entries<OnboardingRow> onboarding = new Entries<>();
    private final Entries<LicenseAssignmentRow> licenseAssignments = new Entries<>();
    private final Entries<Boolean> commands = new Entries<>();
    private final Entries<RoleSetEntry> roleSets = new Entries<>();
    private Access access = Access.NONE;
    private boolean accessStale;
    private @Nullable Map<String, RoleRow> rolesById;
    private @Nullable Counted counted;
    private byte @Nullable [] seatChange;
    private SeatHistory history = SeatHistory.NONE;
    private Map<AlertName, byte[]> alerts = Map.of();
    private byte @Nullable [] status;
    private byte @Nullable [] lookups;
    private boolean seeded;
    private @Nullable Object memo;
    private long alertBytes;
    private long accessBytes;

    private long known;

    private record RoleSetEntry(List<String> roleIds, UserRoles.Count count) {}

    private record Counted(boolean unlistedAreGone, List<RoleSet> sets) {}

    /** Entries of a kind in the order of their keys; the list of them is the same until one changes. */
    private static final class Entries<V> {
        private final TreeMap<byte[], V> byKey = new TreeMap<>(Arrays::compareUnsigned);
        private @Nullable List<V> all;
        private long bytes;

        @Nullable
        V get(byte[] key) {
            return byKey.get(key);
        }

        void put(byte[] key, @Nullable V value) {
            all = null;
            V former = value == null ? byKey.remove(key) : byKey.put(key, value);
            long entry = ENTRY + OF_KEY * (long) key.length;
            bytes += (value == null ? 0 : entry) - (former == null ? 0 : entry);
        }

        boolean isEmpty() {
            return byKey.isEmpty();
        }

        List<V> all() {
            List<V> list = all == null ? List.copyOf(byKey.values()) : all;
            all = list;
            return list;
        }
    }

    private Resident(String tenantId) {
        this.tenantId = tenantId;
    }

    static Resident read(String tenantId, KeyValues store) {
        Resident resident = new Resident(tenantId);
        store.scan(TenantKey.first(tenantId), TenantKey.firstUnbounded(tenantId), (key, value) -> {
            resident.changed(TenantKey.read(key), value);
            return true;
        });
        return resident;
    }

    /** Approximate bytes that it takes more than at the last call. */
    long growth() {
        long bytes = EMPTY
                + grants.bytes
                + roles.bytes
                + roleSets.bytes
                + onboarding.bytes
                + licenseAssignments.bytes
                + commands.bytes
                + alertBytes
                + accessBytes;
        long growth = bytes - known;
        known = bytes;
        return growth;
    }

    /** The sum of what {@link #growth} has returned. */
    long known() {
        return known;
    }

    void take(Access compiled) {
        access = compiled;
        accessStale = false;
    }

    void keep(@Nullable Object computed) {
        memo = computed;
    }

    /**
     * An entry has been written.
     *
     * @param value null if it was deleted
     */
    void changed(TenantKey key, byte @Nullable [] value) {
        switch (key.kind()) {
            case TENANT_ROW -> tenant = value == null ? null : RowCodec.tenant(key.rowKey(), value);
            case GRANT -> grants.put(key.bytes(), value == null ? null : RowCodec.grant(key.rowKey(), value));
            case ROLE -> {
                roles.put(key.bytes(), value == null ? null : RowCodec.role(key.rowKey(), value));
                rolesById = null;
            }
            case ROLE_SET -> changedRoleSet(key, value);
            case ONBOARDING ->
                onboarding.put(key.bytes(), value == null ? null : RowCodec.onboarding(key.rowKey(), value));
            case LICENSE_ASSIGNMENT ->
                licenseAssignments.put(
                        key.bytes(), value == null ? null : RowCodec.licenseAssignment(key.rowKey(), value));
            case COMMANDS -> commands.put(key.bytes(), value == null ? null : true);
            case ALERT -> changedAlert(new AlertName(key.rule(), key.subject()), value);
            case ACCESS -> changedAccess(value);
            case ACCESS_STALE -> accessStale = value != null;
            case SEAT_CHANGE -> seatChange = value;
            case SEAT_HISTORY -> history = value == null ? SeatHistory.NONE : SeatHistory.read(value);
            case STATUS -> status = value;
            case LOOKUPS -> lookups = value;
            case SEED -> seeded = value != null;
            default -> throw new IllegalStateException("unknown kind in a tenant's state");
        }
    }

    private void changedRoleSet(TenantKey key, byte @Nullable [] value) {
        counted = null;
        RoleSetEntry former = roleSets.get(key.bytes());
        roleSets.put(
                key.bytes(),
                value == null
                        ? null
                        : new RoleSetEntry(
                                former == null ? key.roleIds() : former.roleIds(), UserRoles.Count.read(value)));
    }

    /** A map that has been handed out does not change. */
    private void changedAlert(AlertName name, byte @Nullable [] value) {
        Map<AlertName, byte[]> next = new HashMap<>(alerts);
        byte[] former = value == null ? next.remove(name) : next.put(name, value);
        alertBytes += length(value) - length(former);
        alerts = next;
    }

    private static long length(byte @Nullable [] value) {
        return value == null ? 0 : ENTRY + value.length;
    }

    private void changedAccess(byte @Nullable [] value) {
        accessBytes = DECODED * length(value);
        access = value == null ? Access.NONE : Access.read(value);
    }

    boolean accessStale() {
        return accessStale;
    }

    /** Whether nothing is made from a row of the tenant. There may be assignments that do not count. */
    boolean hasNothing() {
        return tenant == null && grants.isEmpty() && roles.isEmpty() && roleSets.isEmpty() && onboarding.isEmpty();
    }

    TenantSnapshot snapshot(Reference reference, boolean gone) {
        return new TenantSnapshot(
                new TenantFacts(
                        tenantId,
                        tenant,
                        grants.all(),
                        roles(),
                        counted(reference.captured(SourceTable.AUTH_USERS)
                                && !reference.enforces(SourceTable.AUTH_USERS)),
                        onboarding.all(),
                        licenseAssignments.all(),
                        access,
                        origin(),
                        history,
                        reference),
                alerts,
                status,
                lookups,
                seeded,
                !commands.isEmpty(),
                gone,
                memo);
    }

    private Map<String, RoleRow> roles() {
        Map<String, RoleRow> byId = rolesById;
        if (byId == null) {
            Map<String, RoleRow> found = new HashMap<>();
            roles.all().forEach(role -> found.put(role.roleId(), role));
            byId = Map.copyOf(found);
            rolesById = byId;
        }
        return byId;
    }

    private @Nullable RowOrigin origin() {
        return seatChange == null ? null : RowCodec.assignmentOrigin(seatChange);
    }

    private List<RoleSet> counted(boolean unlistedAreGone) {
        Counted known = counted;
        if (known != null && known.unlistedAreGone() == unlistedAreGone) {
            return known.sets();
        }
        List<RoleSet> sets = new ArrayList<>();
        for (RoleSetEntry entry : roleSets.all()) {
            long users = entry.count().users(unlistedAreGone);
            if (users > 0) {
                sets.add(new RoleSet(entry.roleIds(), users));
            }
        }
        Counted fresh = new Counted(unlistedAreGone, List.copyOf(sets));
        counted = fresh;
        return fresh.sets();
    }

    @Override
    public String toString() {
        Map<String, String> readable = new TreeMap<>();
        alerts.forEach((alert, stored) -> readable.put(alert.toString(), Arrays.toString(stored)));
        return tenantId + " " + tenant + " grants " + grants.all() + " roles " + roles() + " held " + roleSets.all()
                + " onboarding " + onboarding.all() + " offerings " + licenseAssignments.all() + " access " + access
                + (accessStale ? " (stale)" : "") + " seats " + Arrays.toString(seatChange) + history + " alerts "
                + readable + " status " + Arrays.toString(status) + " lookups " + Arrays.toString(lookups) + " seeded "
                + seeded + " commands " + commands.all();
    }
}
