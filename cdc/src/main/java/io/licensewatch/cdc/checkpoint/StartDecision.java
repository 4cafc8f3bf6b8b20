package io.licensewatch.cdc.checkpoint;

import io.licensewatch.cdc.checkpoint.StartPlan.Beginning;
import io.licensewatch.cdc.source.SourceFacts;
import java.sql.SQLException;

/**
 * A plan, and the facts on which it was decided. Facts that were read before the checkpoint may be older than the checkpoint: the
 * former instance may have kept writing. So nothing is refused on them: the source is read again first.
 */
public record StartDecision(SourceFacts facts, StartPlan plan) {
    /** Reads the source as it is now. */
    @FunctionalInterface
    public interface Source {
        SourceFacts now() throws SQLException;
    }

    /**
     * @param earlier the source, as read before the checkpoint
     * @param source called only when the earlier facts lead to a refusal
     */
    public static StartDecision of(
            String slot, SourceFacts earlier, WrittenBefore before, Beginning beginning, Source source)
            throws SQLException {
        StartPlan plan = StartPlan.decide(slot, earlier, before, beginning);
        if (!(plan instanceof StartPlan.Refuse)) {
            return new StartDecision(earlier, plan);
        }
        SourceFacts now = source.now();
        return new StartDecision(now, StartPlan.decide(slot, now, before, beginning));
    }
}
