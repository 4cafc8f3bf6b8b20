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
import io.licensewatch.core.store.StateKeys;
import io.licensewatch.schemas.source.SourceTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers the entries of one scan over a tenant. */
final class TenantSnapshotReader implements KeyValues.Visitor {
    private final String tenantId;
    private @Nullable TenantRow tenant;
    private final List<GrantRow> grants = new ArrayList<>();
    private final Map<String, RoleRow> roles = new HashMap<>();
    private final Map<List<String>, UserRoles.Count> roleSets = new LinkedHashMap<>();
    private final List<LicenseAssignmentRow> licenseAssignments = new ArrayList<>();
    private Access access = Access.NONE;
    private boolean accessStale;
    private @Nullable RowOrigin seatChange;
    private SeatHistory seatHistory = SeatHistory.NONE;
    private final List<OnboardingRow> onboarding = new ArrayList<>();
    private final Map<String, byte[]> alerts = new HashMap<>();
    private byte @Nullable [] status;
    private byte @Nullable [] asked;
    private boolean seeded;
    private boolean skipped;
    private boolean commands;

    TenantSnapshotReader(String tenantId) {
        this.tenantId = tenantId;
    }

    @Override
    public boolean visit(byte[] key, byte[] value) {
        KeyReader in = new KeyReader(key);
        in.tag();
        in.text();
        switch (in.tag()) {
            case StateKeys.TENANT_ROW -> tenant = RowCodec.tenant(in.rowKey(), value);
            case StateKeys.GRANT -> grants.add(RowCodec.grant(in.rowKey(), value));
            case StateKeys.ROLE -> {
                RoleRow role = RowCodec.role(in.rowKey(), value);
                roles.put(role.roleId(), role);
            }
            case StateKeys.ROLE_SET -> roleSets.put(roleIds(in), UserRoles.Count.read(value));
            case StateKeys.ONBOARDING -> onboarding.add(RowCodec.onboarding(in.rowKey(), value));
            case StateKeys.ALERT -> alerts.put(TenantSnapshot.alertKey(in.text(), in.text()), value);
            case StateKeys.STATUS -> status = value;
            case StateKeys.ASKED -> asked = value;
            case StateKeys.SEED -> seeded = true;
            case StateKeys.SKIPPED -> skipped = true;
            case StateKeys.COMMANDS -> commands = true;
            case StateKeys.LICENSE_ASSIGNMENT -> licenseAssignments.add(RowCodec.licenseAssignment(in.rowKey(), value));
            case StateKeys.ACCESS -> access = Access.read(value);
            case StateKeys.ACCESS_STALE -> accessStale = true;
            case StateKeys.SEAT_HISTORY -> seatHistory = SeatHistory.read(value);
            case StateKeys.SEAT_CHANGE -> seatChange = RowCodec.assignmentOrigin(value);
            default -> throw new IllegalStateException("unknown kind in a tenant's state");
        }
        return true;
    }

    /** Whether nothing was read that stands for a row; there may be assignments that do not count. */
    boolean foundNothing() {
        return tenant == null && grants.isEmpty() && roles.isEmpty() && roleSets.isEmpty() && onboarding.isEmpty();
    }

    private static List<String> roleIds(KeyReader in) {
        List<String> roleIds = new ArrayList<>();
        while (!in.atEnd()) {
            roleIds.add(in.text());
        }
        return roleIds;
    }

    boolean accessStale() {
        return accessStale;
    }

    void take(Access compiled) {
        access = compiled;
    }

    TenantSnapshot snapshot(Reference reference, boolean gone) {
        boolean unlistedAreGone =
                reference.captured(SourceTable.AUTH_USERS) && !reference.enforces(SourceTable.AUTH_USERS);
        List<RoleSet> counted = new ArrayList<>();
        roleSets.forEach((roleIds, count) -> {
            long users = count.users(unlistedAreGone);
            if (users > 0) {
                counted.add(new RoleSet(roleIds, users));
            }
        });
        return new TenantSnapshot(
                new TenantFacts(
                        tenantId,
                        tenant,
                        grants,
                        roles,
                        counted,
                        onboarding,
                        licenseAssignments,
                        access,
                        seatChange,
                        seatHistory,
                        reference),
                alerts,
                status,
                asked,
                seeded,
                skipped,
                commands,
                gone);
    }
}
