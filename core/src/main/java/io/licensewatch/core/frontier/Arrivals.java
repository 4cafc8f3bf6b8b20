package io.licensewatch.core.frontier;

import io.licensewatch.core.store.KeyValues;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.RowPlace;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.util.Optional;

/**
 * Which rows have arrived by one input of a task. So the task recognises a replay, and a frontier that has overtaken rows that it
 * covers. Each partition is read at its own pace: that a frontier was written after its rows says nothing.
 */
public final class Arrivals {
    private final HighWaterMarks streamed;
    /** Rows of incremental snapshots, which may arrive after streamed rows of a later position. */
    private final HighWaterMarks incremental;

    private Arrivals(HighWaterMarks streamed, HighWaterMarks incremental) {
        this.streamed = streamed;
        this.incremental = incremental;
    }

    public static Arrivals ofTenantRows(KeyValues store) {
        return new Arrivals(
                new HighWaterMarks(store, HighWaterMarks.Stream.TENANT_ROWS),
                new HighWaterMarks(store, HighWaterMarks.Stream.TENANT_ROWS_INCREMENTAL));
    }

    /** Of rows that lack the tenant of their table. */
    public static Arrivals ofTenantless(KeyValues store) {
        return new Arrivals(
                new HighWaterMarks(store, HighWaterMarks.Stream.TENANTLESS),
                new HighWaterMarks(store, HighWaterMarks.Stream.TENANTLESS_INCREMENTAL));
    }

    /** Of tables without a tenant. */
    public static Arrivals ofReference(KeyValues store) {
        return new Arrivals(
                new HighWaterMarks(store, HighWaterMarks.Stream.REFERENCE),
                new HighWaterMarks(store, HighWaterMarks.Stream.REFERENCE_INCREMENTAL));
    }

    /** Of the roles of all tenants. */
    public static Arrivals ofStandings(KeyValues store) {
        return new Arrivals(
                new HighWaterMarks(store, HighWaterMarks.Stream.STANDINGS),
                new HighWaterMarks(store, HighWaterMarks.Stream.STANDINGS_INCREMENTAL));
    }

    /** A row has arrived. Returns whether it is new, and not a replay. */
    public boolean add(SourceTable table, RowPlace row) {
        boolean isNew = (row.incremental() ? incremental : streamed).rise(table, row.position());
        return isNew || row.incremental(); // replays of those are recognised by the row guard
    }

    /** Whether these rows have arrived. Rows of a table that this version does not know are not waited for. */
    boolean include(Frontier.Covered rows) {
        Optional<SourceTable> table = table(rows);
        HighWaterMarks mark = rows.incremental() ? incremental : streamed;
        return table.isEmpty() || mark.includes(table.get(), rows.position(), rows.rows());
    }

    /** How many of these rows have arrived. */
    long taken(Frontier.Covered rows) {
        HighWaterMarks mark = rows.incremental() ? incremental : streamed;
        return table(rows)
                .map(table -> mark.taken(table, rows.position(), rows.rows()))
                .orElse(0L);
    }

    public static Optional<SourceTable> table(Frontier.Covered rows) {
        return SourceTable.named(rows.sourceTable());
    }

    /** The newest position that has arrived. */
    public SourcePosition newest() {
        return streamed.newest().isAfter(incremental.newest()) ? streamed.newest() : incremental.newest();
    }
}
