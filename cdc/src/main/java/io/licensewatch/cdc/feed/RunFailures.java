package io.licensewatch.cdc.feed;

import io.licensewatch.cdc.preflight.CheckResult;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.sink.FencedException;
import io.licensewatch.cdc.sink.UnwritableException;
import io.licensewatch.cdc.translate.KeyChangedException;
import io.licensewatch.runtime.process.Backoff;
import io.licensewatch.runtime.text.Causes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what follows a failed run: a retry after a pause, a retry with a new snapshot, or the end of the feed. */
final class RunFailures {
    private static final Logger LOG = LoggerFactory.getLogger(RunFailures.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** Until the instance that took over has written its checkpoint; this instance would fence it otherwise. */
    private static final Duration FENCED_PAUSE = Duration.ofSeconds(2);

    private final String publication;
    private final Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
    private volatile boolean publicationWasMissing;

    RunFailures(String publication) {
        this.publication = publication;
    }

    /** A run streams: earlier failures do not count any more. */
    void streams() {
        backoff.reset();
        publicationWasMissing = false;
    }

    /** The pause before the next run. */
    Duration pause() {
        return backoff.next();
    }

    /**
     * Examines the end of a run, with its causes.
     *
     * @return whether the next run must take a new snapshot
     * @throws RuntimeException when only a person can fix the cause
     */
    boolean requireNewSnapshot(Throwable end) {
        boolean newSnapshot = false;
        for (Throwable cause = end; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError outOfMemory) {
                throw new OutOfHeapException(outOfMemory);
            }
            if (cause instanceof UnwritableException unwritable) {
                throw unwritable;
            }
            if (cause instanceof UnfitSourceException unfit) {
                throw unfit;
            }
            if (cause instanceof FencedException) {
                backoff.atLeast(FENCED_PAUSE);
            }
            if (isMissingPublication(cause)) {
                missingPublication(cause);
            }
            if (cause instanceof KeyChangedException changed) {
                LOG.warn("{}; a new snapshot replaces the rows in the topics", changed.getMessage());
                newSnapshot = true;
            }
        }
        return newSnapshot;
    }

    private static boolean isMissingPublication(Throwable cause) {
        return cause instanceof SQLException
                && String.valueOf(cause.getMessage()).matches("(?s).*publication \".*\" does not exist.*");
    }

    /**
     * Postgres decodes changes with the catalog as of the change: those made while the publication did not exist can never be
     * read, even after it exists again. The proof is the same error twice, with a source that passes the checks in between.
     */
    private void missingPublication(Throwable cause) {
        if (publicationWasMissing) {
            throw new UnfitSourceException(List.of(CheckResult.fail(
                    "publication " + publication,
                    "did not exist for a while, and changes from that time cannot be read: " + Causes.firstLine(cause),
                    "start once with --resync: a new snapshot replaces what the topics hold")));
        }
        publicationWasMissing = true;
    }
}
