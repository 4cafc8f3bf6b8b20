package io.licensewatch.core.engine;

import io.licensewatch.core.reference.ReferenceStore;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.StateKeys;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.core.tenant.TenantStore;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Rows that a newer snapshot has not brought: they are not in the source any more. They are removed in steps, with a
 * durable cursor, before any tenant is looked at: what follows from them ends quietly, and what stands as it stood is not
 * told again.
 */
final class Leftovers {
    private static final int VERSION = 1;
    private static final int FIRST_EPOCH = 1;
    private static final byte[] FROM_THE_START = {};

    /** Looking at an entry is this many times cheaper than looking at a tenant. */
    private static final int ENTRIES_PER_BUDGET = 20;

    private final KeyValues store;
    private final TenantStore tenants;
    private final ReferenceStore reference;

    Leftovers(KeyValues store, TenantStore tenants, ReferenceStore reference) {
        this.store = store;
        this.tenants = tenants;
        this.reference = reference;
    }

    /** Begins when the frontier tells of a snapshot that has not been swept after; returns whether it does. */
    boolean onFrontier(Frontier frontier) {
        byte[] telling = snapshots(frontier);
        byte[] swept = store.get(StateKeys.sweptSnapshot());
        if (!frontier.snapshotComplete() || Arrays.equals(telling, swept)) {
            return false;
        }
        store.put(StateKeys.sweptSnapshot(), telling);
        boolean nothingBefore =
                frontier.epoch() == FIRST_EPOCH && frontier.resyncs().isEmpty();
        if (!nothingBefore) {
            store.put(StateKeys.snapshotCursor(), FROM_THE_START);
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

    /**
     * @param touched told each tenant that has lost a row
     * @param asked told each question of the reference data that may have another answer now
     * @return whether something is left for another step
     */
    boolean step(Frontier frontier, int budget, Instant now, Consumer<String> touched, LongConsumer asked) {
        byte[] cursor = store.get(StateKeys.snapshotCursor());
        if (cursor == null) {
            return false;
        }
        Map<SourceTable, SourcePosition> bases = bases(frontier);
        boolean first = cursor.length == 0;
        if (first) {
            reference.removeOlder(table -> base(bases, table)).forEach(asked::accept);
        }
        int limit = budget * ENTRIES_PER_BUDGET;
        byte @Nullable [] next = !first && StateKeys.space(cursor) == StateKeys.ROLE_STANDING
                ? reference.removeOlderStandings(cursor, limit, base(bases, SourceTable.ROLES), asked)
                : tenantsThenStandings(
                        tenants.removeOlder(first ? null : cursor, limit, table -> base(bases, table), now, touched));
        if (next == null) {
            store.delete(StateKeys.snapshotCursor());
            return false;
        }
        store.put(StateKeys.snapshotCursor(), next);
        return true;
    }

    private static byte[] tenantsThenStandings(byte @Nullable [] next) {
        return next == null ? StateKeys.allRoleStandings() : next;
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
