package io.licensewatch.cdc.progress;

import io.licensewatch.cdc.progress.StartPlan.Beginning;
import io.licensewatch.cdc.source.SourceFacts;
import java.sql.SQLException;

/**
 * A plan, and the facts that it was decided by. What the source was like before the progress was read may lag behind that: the
 * instance that ran until then has written on. So nothing is refused by it: the source is seen again first.
 */
public record StartDecision(SourceFacts facts, StartPlan plan) {
    /** Sees the source as it is now. */
    @FunctionalInterface
    public interface Source {
        SourceFacts now() throws SQLException;
    }

    /**
     * @param earlier what was seen of the source before the progress was read
     * @param source asked only when the earlier facts speak for a refusal
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
