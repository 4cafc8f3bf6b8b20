package io.licensewatch.core.tenant;

import io.licensewatch.core.row.AssignmentRow;
import io.licensewatch.core.row.RowOrigin;
import io.licensewatch.core.state.TenantKey;
import io.licensewatch.core.state.TenantKey.Kind;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.timer.Timers;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rows of user_roles: which of them are counted at present, and when each expires. */
final class Assignments {
    private final KeyValues store;
    private final Timers timers;
    private final ZoneId zone;
    private final UserRoles userRoles;

    Assignments(KeyValues store, Timers timers, ZoneId zone, UserRoles userRoles) {
        this.store = store;
        this.timers = timers;
        this.zone = zone;
        this.userRoles = userRoles;
    }

    /** @param row null to remove it */
    void replace(
            String tenantId,
            String rowKey,
            RowCodec.@Nullable StoredAssignment former,
            @Nullable AssignmentRow row,
            Instant now) {
        byte[] key = TenantKey.row(tenantId, Kind.ASSIGNMENT, rowKey);
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

    /** Moves the count from the old row to the new one; it never adds or subtracts without the old row. */
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
        return Objects.equals(a.userId(), b.userId()) && Objects.equals(a.roleId(), b.roleId());
    }

    private boolean counts(AssignmentRow row, Instant now) {
        return row.active()
                && row.userId() != null
                && row.roleId() != null
                && row.expiresAt().asEnd(zone).isAfter(now);
    }

    /** Whether a row that is still counted had expired when it was changed: the task's clock is behind both. */
    boolean endedBefore(RowCodec.StoredAssignment former, RowChange change) {
        return former.counted() && !former.row().expiresAt().asEnd(zone).isAfter(change.committedAt());
    }

    /** An assignment has expired; it stays stored and is no longer counted. Returns the position of its row. */
    SourcePosition end(String tenantId, String rowKey, Instant now) {
        byte[] stored = store.get(TenantKey.row(tenantId, Kind.ASSIGNMENT, rowKey));
        if (stored == null) {
            return SourcePosition.START;
        }
        RowCodec.StoredAssignment former = RowCodec.assignment(rowKey, stored);
        AssignmentRow row = former.row();
        replace(tenantId, rowKey, former, row, now);
        changed(tenantId, row.origin());
        return row.origin().position();
    }

    /** Stores which row last changed the seats in use: the evidence of seat alerts. */
    void changed(String tenantId, RowOrigin origin) {
        store.put(TenantKey.of(tenantId, Kind.SEAT_CHANGE), RowCodec.encode(origin));
    }
}
