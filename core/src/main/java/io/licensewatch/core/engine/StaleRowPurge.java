package io.licensewatch.core.engine;

import io.licensewatch.core.frontier.TaskClock;
import io.licensewatch.core.reference.ReferenceStore;
import io.licensewatch.core.state.StateSpace;
import io.licensewatch.core.state.TaskKeys;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.core.tenant.TenantStore;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Removes rows that a newer snapshot has not brought, since they are not in the source any more. It does so in steps, with a durable cursor,
 * before any tenant is evaluated. So what follows from those rows ends quietly, and what has not changed is not published again.
 */
final class StaleRowPurge implements Phase {
    private static final int VERSION = 1;
    private static final int FIRST_EPOCH = 1;
    private static final byte[] FROM_THE_START = {};

    private final KeyValues store;
    private final TenantStore tenants;
    private final ReferenceStore reference;
    private final EvaluationQueue queue;
    private final ChangedReference changedReference;
    private final TaskClock clock;

    StaleRowPurge(
            KeyValues store,
            TenantStore tenants,
            ReferenceStore reference,
            EvaluationQueue queue,
            ChangedReference changedReference,
            TaskClock clock) {
        this.store = store;
        this.tenants = tenants;
        this.reference = reference;
        this.queue = queue;
        this.changedReference = changedReference;
        this.clock = clock;
    }

    /** Begins when the frontier is the first after a snapshot; returns whether it is. */
    boolean onFrontier(Frontier frontier) {
        byte[] telling = snapshots(frontier);
        byte[] swept = store.get(TaskKeys.sweptSnapshot());
        if (!frontier.snapshotComplete() || Arrays.equals(telling, swept)) {
            return false;
        }
        store.put(TaskKeys.sweptSnapshot(), telling);
        boolean nothingBefore =
                frontier.epoch() == FIRST_EPOCH && frontier.resyncs().isEmpty();
        if (!nothingBefore) {
            store.put(TaskKeys.snapshotCursor(), FROM_THE_START);
        }
        return true;
    }

    private static byte[] snapshots(Frontier frontier) {
        ValueWriter out = new ValueWriter(VERSION)
                .number(frontier.epoch())
                .number(frontier.resyncs().size());
        frontier.resyncs()
                .forEach(resync -> out.text(resync.table())
                        .text(resync.previousCommitLsn())
                        .text(resync.lsn()));
        return out.toBytes();
    }

    @Override
    public Left run(StepBudget budget) {
        byte[] cursor = store.get(TaskKeys.snapshotCursor());
        if (cursor == null) {
            return Left.NOTHING;
        }
        byte[] next = removeOlder(cursor, budget.entries());
        if (next == null) {
            store.delete(TaskKeys.snapshotCursor());
            return Left.NOTHING;
        }
        store.put(TaskKeys.snapshotCursor(), next);
        return Left.MORE;
    }

    private byte @Nullable [] removeOlder(byte[] cursor, int limit) {
        SourcePosition at = clock.position();
        Map<SourceTable, SourcePosition> bases = bases(clock.present());
        boolean first = cursor.length == 0;
        if (first) {
            reference
                    .removeOlder(table -> base(bases, table))
                    .forEach(lookup -> changedReference.lookupChanged(lookup, at));
        }
        if (!first && StateSpace.of(cursor) == StateSpace.ROLE_STANDINGS) {
            return reference.removeOlderStandings(
                    cursor,
                    limit,
                    base(bases, SourceTable.ROLES),
                    lookup -> changedReference.lookupChanged(lookup, at));
        }
        return tenantsThenStandings(tenants.removeOlder(
                first ? null : cursor,
                limit,
                table -> base(bases, table),
                clock.now(),
                tenantId -> queue.rowsChanged(tenantId, at)));
    }

    private static byte[] tenantsThenStandings(byte @Nullable [] next) {
        return next == null ? StateSpace.ROLE_STANDINGS.all() : next;
    }

    /** Where the rows of each table begin that are still there. */
    private static Map<SourceTable, SourcePosition> bases(Frontier frontier) {
        Map<SourceTable, SourcePosition> bases = new EnumMap<>(SourceTable.class);
        for (SourceTable table : SourceTable.values()) {
            bases.put(table, new SourcePosition(frontier.epoch(), 0, 0));
        }
        for (Frontier.Resync resync : frontier.resyncs()) {
            SourceTable.named(resync.table()).ifPresent(table -> bases.put(table, frontier.position(resync)));
        }
        return bases;
    }

    private static SourcePosition base(Map<SourceTable, SourcePosition> bases, SourceTable table) {
        return bases.getOrDefault(table, SourcePosition.START);
    }
}
