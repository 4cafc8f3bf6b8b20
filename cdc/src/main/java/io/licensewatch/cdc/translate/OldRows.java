package io.licensewatch.cdc.translate;

import io.licensewatch.cdc.preflight.CheckResult;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.source.CapturedTable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Detects that a table stopped logging whole old rows while the feed runs. A delete would then lack its tenant, as the delete of
 * a row without a tenant does.
 */
public final class OldRows {
    private final Predicate<CapturedTable> logged;
    /** Tables that were checked in this batch: a check costs a query. */
    private final Set<String> confirmed = new HashSet<>();

    /** @param logged reads from Postgres whether the table logs old rows in full */
    public OldRows(Predicate<CapturedTable> logged) {
        this.logged = logged;
    }

    void nextBatch() {
        confirmed.clear();
    }

    /** @throws UnfitSourceException when the table does not log old rows any more */
    void require(CapturedTable table) {
        if (confirmed.contains(table.name())) {
            return;
        }
        if (!logged.test(table)) {
            throw new UnfitSourceException(List.of(CheckResult.fail(
                    "table " + table.name(),
                    "rows changed without logging the old rows: the replica identity was changed while the feed ran",
                    "ALTER TABLE " + table.name() + " REPLICA IDENTITY FULL;"
                            + (table.partitions().root() ? "  and so for each partition, which check names;" : "")
                            + "  then start once with --resync, since those changes are lost")));
        }
        confirmed.add(table.name());
    }
}
