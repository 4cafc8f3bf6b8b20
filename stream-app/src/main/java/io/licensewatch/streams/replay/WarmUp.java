package io.licensewatch.streams.replay;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether what has to last had lasted where the range begins: for so long frontiers are evaluated before it. Where that time lacks
 * them, what was open already opens in the range.
 */
final class WarmUp {
    private final Range range;
    private final Findings findings;
    private @Nullable Instant first;
    private @Nullable Instant lastBefore;
    private boolean judged;

    WarmUp(Range range, Findings findings) {
        this.range = range;
        this.findings = findings;
    }

    /**
     * A frontier is evaluated.
     *
     * @param ofAll whether it is the first that there ever was: nothing can have been open before
     */
    void evaluated(Instant time, boolean ofAll) {
        if (judged) {
            return;
        }
        judged = ofAll || !time.isBefore(range.from());
        first = first == null ? time : first;
        lastBefore = time.isAfter(range.from()) ? lastBefore : time;
        if (judged && !ofAll) {
            judge(first, time);
        }
    }

    private void judge(Instant start, Instant reached) {
        boolean endsEarly = lastBefore == null || Findings.isLong(lastBefore, range.from());
        if (endsEarly || Findings.isLong(range.begin(), start)) {
            Duration needed = Duration.between(range.begin(), range.from());
            Instant sound = (endsEarly ? reached : start).plus(needed);
            String evaluated =
                    lastBefore == null ? "none was" : "only the time from " + start + " to " + lastBefore + " was";
            findings.limit("the rules need " + Range.words(needed) + " before the range, of which " + evaluated
                    + " evaluated: what was open already may count as opened, and holds may begin late. Until "
                    + sound + " nothing is comparable with what was; --from " + Range.ceiling(sound)
                    + " or later has all that the rules need");
        }
    }
}
