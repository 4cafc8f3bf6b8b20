package io.licensewatch.core.engine;

import io.licensewatch.core.store.KeyValues;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.RowPlace;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.util.Optional;

/**
 * Which rows have come to a task by one way: so it knows a replay, and whether a frontier that has come overtook rows that it
 * covers. Partitions are read each at its own pace; that a frontier was written last says nothing.
 */
public final class Arrivals {
    private final HighWater streamed;
    /** These stand apart: they may come after rows that stand behind them. */
    private final HighWater readAnew;

    private Arrivals(HighWater streamed, HighWater readAnew) {
        this.streamed = streamed;
        this.readAnew = readAnew;
    }

    static Arrivals ofTenantRows(KeyValues store) {
        return new Arrivals(
                new HighWater(store, HighWater.Stream.TENANT_ROWS),
                new HighWater(store, HighWater.Stream.TENANT_ROWS_READ_ANEW));
    }

    /** Of rows that lack the tenant which their table has. */
    static Arrivals ofTenantless(KeyValues store) {
        return new Arrivals(
                new HighWater(store, HighWater.Stream.TENANTLESS),
                new HighWater(store, HighWater.Stream.TENANTLESS_READ_ANEW));
    }

    /** Of tables without a tenant. */
    public static Arrivals ofReference(KeyValues store) {
        return new Arrivals(
                new HighWater(store, HighWater.Stream.REFERENCE),
                new HighWater(store, HighWater.Stream.REFERENCE_READ_ANEW));
    }

    /** Of the rows of all tenants, on a topic of their own. */
    static Arrivals ofStandings(KeyValues store) {
        return new Arrivals(
                new HighWater(store, HighWater.Stream.STANDINGS),
                new HighWater(store, HighWater.Stream.STANDINGS_READ_ANEW));
    }

    /** Takes note of a row; returns whether it is news, and not a replay. */
    public boolean came(SourceTable table, RowPlace row) {
        boolean first = (row.readAnew() ? readAnew : streamed).rise(table, row.position());
        return first || row.readAnew(); // of those the row guard knows
    }

    /** Whether these rows have come. Of a table that this version does not know none ever do. */
    public boolean include(Frontier.Covered rows) {
        Optional<SourceTable> table = table(rows);
        HighWater mark = rows.readAnew() ? readAnew : streamed;
        return table.isEmpty() || mark.includes(table.get(), rows.position(), rows.rows());
    }

    /** How many of these rows have come. */
    long taken(Frontier.Covered rows) {
        HighWater mark = rows.readAnew() ? readAnew : streamed;
        return table(rows)
                .map(table -> mark.taken(table, rows.position(), rows.rows()))
                .orElse(0L);
    }

    static Optional<SourceTable> table(Frontier.Covered rows) {
        return SourceTable.named(rows.sourceTable());
    }

    /** No row has come that stands behind it. */
    SourcePosition newest() {
        return streamed.newest().isAfter(readAnew.newest()) ? streamed.newest() : readAnew.newest();
    }
}
