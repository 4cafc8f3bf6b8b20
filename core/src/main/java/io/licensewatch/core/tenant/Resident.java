package io.licensewatch.core.tenant;

import io.licensewatch.core.reference.Reference;
import io.licensewatch.core.row.GrantRow;
import io.licensewatch.core.row.LicenseAssignmentRow;
import io.licensewatch.core.row.OnboardingRow;
import io.licensewatch.core.row.RoleRow;
import io.licensewatch.core.row.RowOrigin;
import io.licensewatch.core.row.TenantRow;
import io.licensewatch.core.store.KeyReader;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.StateKeys;
import io.licensewatch.schemas.source.SourceTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The decoded state of one tenant, but for what grows with its users. What has not changed since is handed out as the same object,
 * so that whoever computed something from it sees that it still holds.
 */
final class Resident {
    private static final int FIRST_KIND = StateKeys.TENANT_ROW;
    private static final int KINDS = StateKeys.ASSIGNMENT - FIRST_KIND;
    /** Bytes that an entry takes in memory, about: objects of its own, and so many times what it is as bytes. */
    private static final int ENTRY = 300;

    private static final int DECODED = 3;
    /** Without any entry. */
    private static final int EMPTY = 2_000;

    private final String tenantId;
    private final long[] weights = new long[KINDS];
    /** Kinds that have to be read again, a bit each. */
    private int stale = -1 >>> (Integer.SIZE - KINDS);

    private @Nullable TenantRow tenant;
    private List<GrantRow> grants = List.of();
    private Map<String, RoleRow> roles = Map.of();
    private List<OnboardingRow> onboarding = List.of();
    private List<LicenseAssignmentRow> licenseAssignments = List.of();
    private Access access = Access.NONE;
    private boolean accessStale;
    private final TreeMap<byte[], RoleSetEntry> roleSets = new TreeMap<>(Arrays::compareUnsigned);
    private @Nullable Counted counted;
    private byte @Nullable [] seatChange;
    private SeatHistory history = SeatHistory.NONE;
    private Map<String, byte[]> alerts = Map.of();
    private byte @Nullable [] status;
    private byte @Nullable [] asked;
    private boolean seeded;
    private boolean skipped;
    private boolean commands;
    private @Nullable Object memo;
    private long known;

    private record RoleSetEntry(List<String> roleIds, UserRoles.Count count) {}

    private record Counted(boolean unlistedAreGone, List<RoleSet> sets) {}

    Resident(String tenantId) {
        this.tenantId = tenantId;
    }

    /** Bytes that it takes more than when this was called last, about. */
    long growth() {
        long weight = EMPTY;
        for (long ofKind : weights) {
            weight += ofKind;
        }
        long growth = weight - known;
        known = weight;
        return growth;
    }

    /** Bytes that it takes by what {@link #growth} has returned. */
    long known() {
        return known;
    }

    void take(Access compiled) {
        access = compiled;
        accessStale = false;
    }

    void keep(Object computed) {
        memo = computed;
    }

    /**
     * An entry has been written.
     *
     * @param in behind the kind in the key
     * @param value null if it was deleted
     */
    void changed(int kind, KeyReader in, byte[] key, byte @Nullable [] value) {
        switch (kind) {
            case StateKeys.ROLE_SET -> changedRoleSet(in, key, value);
            case StateKeys.ALERT -> changedAlert(TenantSnapshot.alertKey(in.text(), in.text()), value);
            case StateKeys.STATUS -> status = value;
            case StateKeys.ASKED -> asked = value;
            case StateKeys.SEED -> seeded = value != null;
            case StateKeys.SKIPPED -> skipped = value != null;
            case StateKeys.ACCESS_STALE -> accessStale = value != null;
            case StateKeys.SEAT_CHANGE -> seatChange = value;
            case StateKeys.SEAT_HISTORY -> changedHistory(value);
            default -> stale |= bit(kind);
        }
    }

    private static int bit(int kind) {
        return 1 << (kind - FIRST_KIND);
    }

    private static long weightOf(byte[] key, byte[] value) {
        return ENTRY + DECODED * (long) (key.length + value.length);
    }

    private void changedRoleSet(KeyReader in, byte[] key, byte @Nullable [] value) {
        counted = null;
        RoleSetEntry former = value == null
                ? roleSets.remove(key)
                : roleSets.put(key, new RoleSetEntry(roleIds(in), UserRoles.Count.read(value)));
        if ((former == null) == (value != null)) {
            weights[StateKeys.ROLE_SET - FIRST_KIND] += (value == null ? -1 : 1) * weightOf(key, key);
        }
    }

    /** What has been handed out stays as it is. */
    private void changedAlert(String key, byte @Nullable [] value) {
        Map<String, byte[]> next = new HashMap<>(alerts);
        if (value == null) {
            next.remove(key);
        } else {
            next.put(key, value);
        }
        alerts = next;
    }

    private void changedHistory(byte @Nullable [] value) {
        history = value == null ? SeatHistory.NONE : SeatHistory.read(value);
    }

    private static List<String> roleIds(KeyReader in) {
        List<String> roleIds = new ArrayList<>();
        while (!in.atEnd()) {
            roleIds.add(in.text());
        }
        return List.copyOf(roleIds);
    }

    /** Reads what is stale. */
    void read(KeyValues store) {
        if (stale == 0) {
            return;
        }
        Reading reading = new Reading();
        if (Integer.bitCount(stale) == KINDS) {
            store.scan(StateKeys.tenant(tenantId), StateKeys.unboundedOf(tenantId), reading);
        } else {
            for (int kind = FIRST_KIND; kind < FIRST_KIND + KINDS; kind++) {
                if ((stale & bit(kind)) != 0) {
                    byte[] all = StateKeys.allOf(tenantId, kind);
                    store.scan(all, KeyWriter.after(all), reading);
                }
            }
        }
        reading.done();
        stale = 0;
    }

    /** Replaces what was stale. */
    private final class Reading implements KeyValues.Visitor {
        private final List<GrantRow> readGrants = new ArrayList<>();
        private final Map<String, RoleRow> readRoles = new HashMap<>();
        private final List<OnboardingRow> readOnboarding = new ArrayList<>();
        private final List<LicenseAssignmentRow> readAssignments = new ArrayList<>();
        private final Map<String, byte[]> readAlerts = new HashMap<>();
        private @Nullable TenantRow readTenant;
        private Access readAccess = Access.NONE;
        private boolean anyCommand;

        Reading() {
            for (int kind = 0; kind < KINDS; kind++) {
                if ((stale & 1 << kind) != 0) {
                    weights[kind] = 0;
                }
            }
        }

        @Override
        public boolean visit(byte[] key, byte[] value) {
            KeyReader in = new KeyReader(key);
            in.tag();
            in.skipText();
            int kind = in.tag();
            switch (kind) {
                case StateKeys.TENANT_ROW -> readTenant = RowCodec.tenant(in.rowKey(), value);
                case StateKeys.GRANT -> readGrants.add(RowCodec.grant(in.rowKey(), value));
                case StateKeys.ROLE -> {
                    RoleRow role = RowCodec.role(in.rowKey(), value);
                    readRoles.put(role.roleId(), role);
                }
                case StateKeys.ONBOARDING -> readOnboarding.add(RowCodec.onboarding(in.rowKey(), value));
                case StateKeys.LICENSE_ASSIGNMENT ->
                    readAssignments.add(RowCodec.licenseAssignment(in.rowKey(), value));
                case StateKeys.ALERT -> readAlerts.put(TenantSnapshot.alertKey(in.text(), in.text()), value);
                case StateKeys.COMMANDS -> anyCommand = true;
                case StateKeys.ACCESS -> readAccess = Access.read(value);
                case StateKeys.ROLE_SET,
                        StateKeys.STATUS,
                        StateKeys.ASKED,
                        StateKeys.SEED,
                        StateKeys.SKIPPED,
                        StateKeys.ACCESS_STALE,
                        StateKeys.SEAT_CHANGE,
                        StateKeys.SEAT_HISTORY -> changed(kind, in, key, value);
                default -> throw new IllegalStateException("unknown kind in a tenant's state");
            }
            if (kind != StateKeys.ROLE_SET) {
                weights[kind - FIRST_KIND] += weightOf(key, value);
            }
            return true;
        }

        void done() {
            if (isStale(StateKeys.TENANT_ROW)) {
                tenant = readTenant;
            }
            if (isStale(StateKeys.GRANT)) {
                grants = List.copyOf(readGrants);
            }
            if (isStale(StateKeys.ROLE)) {
                roles = Map.copyOf(readRoles);
            }
            if (isStale(StateKeys.ONBOARDING)) {
                onboarding = List.copyOf(readOnboarding);
            }
            if (isStale(StateKeys.LICENSE_ASSIGNMENT)) {
                licenseAssignments = List.copyOf(readAssignments);
            }
            if (isStale(StateKeys.ALERT)) {
                alerts = readAlerts;
            }
            if (isStale(StateKeys.COMMANDS)) {
                commands = anyCommand;
            }
            if (isStale(StateKeys.ACCESS)) {
                access = readAccess;
            }
        }

        private boolean isStale(int kind) {
            return (stale & bit(kind)) != 0;
        }
    }

    boolean accessStale() {
        return accessStale;
    }

    /** Whether nothing is there that stands for a row; there may be assignments that do not count. */
    boolean hasNothing() {
        return tenant == null && grants.isEmpty() && roles.isEmpty() && roleSets.isEmpty() && onboarding.isEmpty();
    }

    TenantSnapshot snapshot(Reference reference, boolean gone) {
        return new TenantSnapshot(
                new TenantFacts(
                        tenantId,
                        tenant,
                        grants,
                        roles,
                        counted(reference.captured(SourceTable.AUTH_USERS)
                                && !reference.enforces(SourceTable.AUTH_USERS)),
                        onboarding,
                        licenseAssignments,
                        access,
                        origin(),
                        history,
                        reference),
                alerts,
                status,
                asked,
                seeded,
                skipped,
                commands,
                gone,
                memo);
    }

    private @Nullable RowOrigin origin() {
        return seatChange == null ? null : RowCodec.assignmentOrigin(seatChange);
    }

    private List<RoleSet> counted(boolean unlistedAreGone) {
        Counted known = counted;
        if (known != null && known.unlistedAreGone() == unlistedAreGone) {
            return known.sets();
        }
        List<RoleSet> sets = new ArrayList<>(roleSets.size());
        for (RoleSetEntry entry : roleSets.values()) {
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
        Map<String, String> told = new TreeMap<>();
        alerts.forEach((alert, stored) -> told.put(alert, Arrays.toString(stored)));
        return tenantId + " " + tenant + " grants " + grants + " roles " + roles + " held " + counted(false) + "/"
                + counted(true) + " onboarding " + onboarding + " offerings " + licenseAssignments + " access " + access
                + (accessStale ? " (stale)" : "") + " seats " + Arrays.toString(seatChange) + history + " alerts "
                + told + " status " + Arrays.toString(status) + " asked " + Arrays.toString(asked) + " seeded "
                + seeded + " skipped " + skipped + " commands " + commands;
    }
}
