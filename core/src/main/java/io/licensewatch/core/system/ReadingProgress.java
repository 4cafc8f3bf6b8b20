package io.licensewatch.core.system;

import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SnapshotReport;
import io.licensewatch.schemas.source.SourcePosition;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether the reading of tables makes progress while no frontier is complete: a snapshot by the rows that cdc reports, an incremental snapshot
 * by the rows that a frontier names. Only changes count, never a time that cdc writes: its clock is another one. A reading that begins
 * again and again and never completes makes no progress.
 */
final class ReadingProgress {
    /** cdc may be restarted in the middle of a snapshot, and begins again then. More attempts mean that it fails each time. */
    private static final int ATTEMPTS = 3;

    private @Nullable SnapshotReport report;
    private @Nullable SourcePosition reread;
    private int attempts;

    /** Takes a report. Returns whether more rows are written. Not so the first report: it may be as old as the topic. */
    boolean progresses(SnapshotReport next) {
        SnapshotReport last = report;
        if (last != null && next.epoch() < last.epoch()) {
            return false;
        }
        report = next;
        if (next.complete()) {
            attempts = 0;
            return last != null && !last.equals(next);
        }
        if (last == null || next.epoch() > last.epoch()) {
            attempts++;
            return false;
        }
        return next.rows() > last.rows() && attempts <= ATTEMPTS;
    }

    /** Takes a frontier. Returns whether more rows of an incremental snapshot are written. */
    boolean progresses(Frontier frontier) {
        if (frontier.snapshotComplete()) {
            reread = null;
            attempts = 0;
            return false;
        }
        SourcePosition at = frontier.covered().stream()
                .filter(Frontier.Covered::incremental)
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
     * What is being read, and how far, as text; null when nothing is.
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

    /** Whether the report is newer than the frontier. */
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
