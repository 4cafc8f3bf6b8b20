package io.licensewatch.core.system;

import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SnapshotReport;
import io.licensewatch.schemas.source.SourcePosition;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether tables that are being read get on, while no frontier is complete: of a snapshot by the rows that cdc reports, of tables
 * that are read again beside the stream by the rows that a frontier names. By what changes, never by a time that cdc writes: its clock is
 * another. A reading that begins again and again, and is never whole, does not get on.
 */
final class ReadingProgress {
    /** cdc may be restarted in the middle of a snapshot, and begins again then; what ends it each time is not got over. */
    private static final int ATTEMPTS = 3;

    private @Nullable SnapshotReport report;
    private @Nullable SourcePosition reread;
    private int attempts;

    /** Whether a report says that more rows are written. The first one says nothing: it may be as old as the topic. */
    boolean getsOn(SnapshotReport next) {
        SnapshotReport last = report;
        if (last != null && next.epoch() < last.epoch()) {
            return false;
        }
        report = next;
        if (next.complete()) {
            boolean news = last != null && !last.equals(next);
            attempts = 0;
            return news;
        }
        if (last == null || next.epoch() > last.epoch()) {
            attempts++;
            return false;
        }
        return next.rows() > last.rows() && attempts <= ATTEMPTS;
    }

    /** Whether a frontier says that more rows of a table that is read again are written. */
    boolean getsOn(Frontier frontier) {
        if (frontier.snapshotComplete()) {
            reread = null;
            attempts = 0;
            return false;
        }
        SourcePosition at = frontier.covered().stream()
                .filter(Frontier.Covered::readAnew)
                .map(Frontier.Covered::position)
                .max(SourcePosition::compareTo)
                .orElse(null);
        if (at == null) {
            return false;
        }
        if (reread == null || at.isAfter(reread)) { // each reading has a mark of its own
            reread = at;
            attempts++;
        }
        return attempts <= ATTEMPTS;
    }

    /**
     * What is read, and how far it is, for a person; null when nothing is being read.
     *
     * @param seen the last frontier that has arrived
     */
    @Nullable
    String text(@Nullable Frontier seen) {
        SnapshotReport last = report;
        if (last != null && isBehind(seen, last)) {
            return last.complete()
                    ? "snapshot " + last.epoch() + " is complete, and no frontier has come since"
                    : "snapshot " + last.epoch() + " is being taken" + again()
                            + ", and no more rows of it are written: " + rows(last);
        }
        return seen == null || seen.snapshotComplete()
                ? null
                : "tables are being read" + again() + ", and no more rows of them are written";
    }

    /** Whether the frontier says less than the report. */
    private static boolean isBehind(@Nullable Frontier seen, SnapshotReport report) {
        return seen == null
                || seen.epoch() < report.epoch()
                || (seen.epoch() == report.epoch() && !seen.snapshotComplete() && !report.complete());
    }

    private String again() {
        return attempts > ATTEMPTS ? ", for the " + attempts + "th time without an end" : "";
    }

    private static String rows(SnapshotReport report) {
        Long expected = report.expectedRows();
        return expected == null
                ? String.format(Locale.ROOT, "%,d rows", report.rows())
                : String.format(Locale.ROOT, "%,d of about %,d rows", report.rows(), expected);
    }
}
