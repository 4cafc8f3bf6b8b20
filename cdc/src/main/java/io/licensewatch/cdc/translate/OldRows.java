package io.licensewatch.cdc.translate;

import io.licensewatch.cdc.preflight.Finding;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.source.CapturedTable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Notices that a table has stopped to log whole old rows while the feed runs. A delete would then not name its tenant, and
 * look like the delete of a row that has none.
 */
public final class OldRows {
    private final Predicate<CapturedTable> logged;
    /** The question costs a query: once a batch is enough. */
    private final Set<String> confirmed = new HashSet<>();

    /** @param logged asks Postgres whether the table logs old rows in full */
    public OldRows(Predicate<CapturedTable> logged) {
        this.logged = logged;
    }

    void nextBatch() {
        confirmed.clear();
    }

    /** @throws UnfitSourceException when old rows are not logged any more */
    void require(CapturedTable table) {
        if (confirmed.contains(table.name())) {
            return;
        }
        if (!logged.test(table)) {
            throw new UnfitSourceException(List.of(Finding.fail(
                    "table " + table.name(),
                    "changed rows without logging the old ones: its replica identity was changed while the feed ran",
                    "ALTER TABLE " + table.name() + " REPLICA IDENTITY FULL;"
                            + (table.partitions().root() ? "  and so for each partition, which check names;" : "")
                            + "  then start once with --resync, since those changes are lost")));
        }
        confirmed.add(table.name());
    }
}
