package io.licensewatch.core.remedy;

import io.licensewatch.core.detect.Finding;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.schemas.alert.AlertEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings what is asked of the worker in line with what an alert now calls for. A reconciler: what is wished and not
 * outstanding is issued, what is outstanding and not wished is taken back.
 *
 * <ul>
 *   <li>Issued again in the same episode, it is the next attempt, under another id.
 *   <li>When the parameters have changed materially (such as the overage on the way from EXCEEDED to CRITICAL), the
 *       former attempt is taken back and the next one issued: a worker that acts on stale numbers does too little. The
 *       same when the deadline has passed and it is still wanted.
 *   <li>A notice of a former stage is deemed done, not taken back; when the stage comes again, it is told again.
 *   <li>A renewal is started once per episode.
 * </ul>
 */
public final class Planner {
    private final RemedySettings settings;

    public Planner(RemedySettings settings) {
        this.settings = settings;
    }

    /**
     * The commands that a transition leads to.
     *
     * @param finding what holds; null when the alert resolved
     * @param asked as the former plan of this episode left it; empty at its beginning
     */
    public Plan plan(Rule rule, AlertEvent event, @Nullable Finding finding, List<Asked> asked) {
        return finding == null ? end(rule, event, asked) : align(event, Remedies.of(rule, finding), asked);
    }

    private Plan align(AlertEvent event, List<Wish> wishes, List<Asked> asked) {
        Drafting drafting = new Drafting(settings, event);
        List<Asked> next = new ArrayList<>();
        for (Asked one : asked) {
            if (wishes.stream().noneMatch(one::is)) {
                next.add(drafting.unwanted(one, true));
            }
        }
        for (Wish wish : wishes) {
            next.add(drafting.wanted(
                    wish, asked.stream().filter(one -> one.is(wish)).findFirst()));
        }
        return new Plan(drafting.commands(), next);
    }

    private Plan end(Rule rule, AlertEvent event, List<Asked> asked) {
        Drafting drafting = new Drafting(settings, event);
        asked.forEach(one -> drafting.unwanted(one, false));
        Remedies.afterwards(rule, event.reason()).forEach(wish -> drafting.issue(wish, 1));
        return new Plan(drafting.commands(), List.of());
    }
}
