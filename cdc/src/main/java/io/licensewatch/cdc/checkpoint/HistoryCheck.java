package io.licensewatch.cdc.checkpoint;

import io.licensewatch.cdc.checkpoint.Checkpoint.LastEvent;
import io.licensewatch.cdc.checkpoint.StartPlan.Refuse;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.source.ServerHistory;
import io.licensewatch.schemas.source.Lsn;
import java.util.List;
import java.util.Optional;

/**
 * Whether the server's log is the one that was read. A server that was set back to an earlier state, or replaced by a copy that
 * lacks the end, has the same identifier and slot; only its log differs. {@link ReplayFilter} finds what cannot be seen here.
 */
final class HistoryCheck {
    private HistoryCheck() {}

    /** The refusal that the server's state requires; empty when its log may be the one that was read. */
    static Optional<Refuse> differs(Checkpoint checkpoint, ServerHistory server) {
        long reached = checkpoint.reached();
        if (Long.compareUnsigned(server.position(), reached) < 0) {
            return refusal("the database was set back: its log ends at " + Lsn.text(server.position())
                    + ", and changes up to " + Lsn.text(reached) + " were read");
        }
        Integer timeline = checkpoint.timeline();
        if (timeline == null || timeline == server.timeline()) {
            return Optional.empty();
        }
        return otherTimeline(timeline, reached, server);
    }

    /** What is before a switch is the same on both timelines. */
    private static Optional<Refuse> otherTimeline(int timeline, long reached, ServerHistory server) {
        String both = "the server is on timeline " + server.timeline() + ", and timeline " + timeline + " was read";
        if (server.past() == null) {
            return refusal(both + "; where they part is not known, since the server does not show it");
        }
        Optional<Long> left = server.left(timeline);
        if (left.isEmpty()) {
            return refusal("the database was set back: " + both + ", from which it does not come");
        }
        return Long.compareUnsigned(left.get(), reached) < 0
                ? refusal("the database was set back: " + both + " up to " + Lsn.text(reached) + ", but it was left at "
                        + Lsn.text(left.get()))
                : Optional.empty();
    }

    private static Optional<Refuse> refusal(String reason) {
        return Optional.of(StartPlan.resync(reason));
    }

    /** The end of a run whose stream passes the place of what was written last without bringing it. */
    static UnfitSourceException notMet(LastEvent last, StreamPosition event) {
        Refuse refusal = StartPlan.resync(
                "the database was set back and its log continued differently: it lacks the event that was read last"
                        + " (transaction " + last.txId() + " at " + last.lsn() + "), but transaction " + event.txId()
                        + " at " + Lsn.text(event.lsn()));
        return new UnfitSourceException(List.of(refusal.checkResult()));
    }
}
