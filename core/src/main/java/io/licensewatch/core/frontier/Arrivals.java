package io.licensewatch.core.frontier;

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
    private final HighWaterMarks streamed;
    /** These stand apart: they may come after rows that stand behind them. */
    private final HighWaterMarks readAnew;

    private Arrivals(HighWaterMarks streamed, HighWaterMarks readAnew) {
        this.streamed = streamed;
        this.readAnew = readAnew;
    }

    public static Arrivals ofTenantRows(KeyValues store) {
        return new Arrivals(
                new HighWaterMarks(store, HighWaterMarks.Stream.TENANT_ROWS),
                new HighWaterMarks(store, HighWaterMarks.Stream.TENANT_ROWS_READ_ANEW));
    }

    /** Of rows that lack the tenant which their table has. */
    public static Arrivals ofTenantless(KeyValues store) {
        return new Arrivals(
                new HighWaterMarks(store, HighWaterMarks.Stream.TENANTLESS),
                new HighWaterMarks(store, HighWaterMarks.Stream.TENANTLESS_READ_ANEW));
    }

    /** Of tables without a tenant. */
    public static Arrivals ofReference(KeyValues store) {
        return new Arrivals(
                new HighWaterMarks(store, HighWaterMarks.Stream.REFERENCE),
                new HighWaterMarks(store, HighWaterMarks.Stream.REFERENCE_READ_ANEW));
    }

    /** Of the rows of all tenants, on a topic of their own. */
    public static Arrivals ofStandings(KeyValues store) {
        return new Arrivals(
                new HighWaterMarks(store, HighWaterMarks.Stream.STANDINGS),
                new HighWaterMarks(store, HighWaterMarks.Stream.STANDINGS_READ_ANEW));
    }

    /** Takes note of a row; returns whether it is news, and not a replay. */
    public boolean came(SourceTable table, RowPlace row) {
        boolean first = (row.readAnew() ? readAnew : streamed).rise(table, row.position());
        return first || row.readAnew(); // of those the row guard knows
    }

    /** Whether these rows have come. Of a table that this version does not know none ever do. */
    public boolean include(Frontier.Covered rows) {
        Optional<SourceTable> table = table(rows);
        HighWaterMarks mark = rows.readAnew() ? readAnew : streamed;
        return table.isEmpty() || mark.includes(table.get(), rows.position(), rows.rows());
    }

    /** How many of these rows have come. */
    long taken(Frontier.Covered rows) {
        HighWaterMarks mark = rows.readAnew() ? readAnew : streamed;
        return table(rows)
                .map(table -> mark.taken(table, rows.position(), rows.rows()))
                .orElse(0L);
    }

    public static Optional<SourceTable> table(Frontier.Covered rows) {
        return SourceTable.named(rows.sourceTable());
    }

    /** No row has come that stands behind it. */
    public SourcePosition newest() {
        return streamed.newest().isAfter(readAnew.newest()) ? streamed.newest() : readAnew.newest();
    }
}
