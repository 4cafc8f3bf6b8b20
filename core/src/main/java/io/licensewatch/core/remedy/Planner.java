package io.licensewatch.core.remedy;

import io.licensewatch.core.detect.Finding;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.CommandType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings what is asked of the worker in line with what an alert now calls for. A reconciler: what is wished and not
 * outstanding is issued, what is outstanding and not wished is taken back.
 *
 * <ul>
 *   <li>Issued again in the same episode, it is the next attempt, under another id.
 *   <li>When the parameters have changed materially (such as the overage on the way from EXCEEDED to CRITICAL), the
 *       former attempt is taken back and the next one issued: a worker that acts on stale numbers does too little. The
 *       same when the deadline has passed and it is still wanted, when it was carried out and did not help, and when it may be
 *       carried out without a person while several tenants have the incident at once.
 *   <li>What the worker has reported to be at its end is not taken back.
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
     * @param hold how long the alert has to be gone before it resolves
     * @param precedents what became of the commands before
     */
    public Plan plan(
            Rule rule,
            AlertEvent event,
            @Nullable Finding finding,
            List<Asked> asked,
            Duration hold,
            Precedents precedents) {
        Drafting drafting = new Drafting(settings, rule, event, hold, precedents);
        return finding == null
                ? end(drafting, rule, event, asked)
                : align(drafting, Remedies.of(rule, finding, settings), asked);
    }

    /** Whether another attempt is due of one of them, though nothing about the alert has changed. */
    public static boolean anyDue(Rule rule, String alertId, int episode, List<Asked> asked, Precedents precedents) {
        return asked.stream()
                .anyMatch(one -> one.outstanding() != null
                        && Drafting.isDue(
                                rule,
                                CommandId.of(alertId, episode, one.type(), one.target(), one.attempt()),
                                precedents));
    }

    /** Whether the alert calls for a type of which the last ones did not help. */
    public boolean inVain(Rule rule, Finding finding, Precedents precedents) {
        return precedents.anyBarred()
                && Remedies.of(rule, finding, settings).stream().anyMatch(wish -> precedents.barred(wish.type()));
    }

    private static Plan align(Drafting drafting, List<Wish> wishes, List<Asked> asked) {
        Map<Purpose, Asked> former = new LinkedHashMap<>();
        asked.forEach(one -> former.put(new Purpose(one.type(), one.target()), one));
        Map<Purpose, Asked> next = new LinkedHashMap<>();
        for (Wish wish : wishes) {
            Purpose purpose = new Purpose(wish.type(), wish.target());
            next.put(purpose, drafting.wanted(wish, former.remove(purpose)));
        }
        former.forEach((purpose, one) -> next.put(purpose, drafting.unwanted(one, true)));
        return new Plan(drafting.commands(), List.copyOf(next.values()));
    }

    private static Plan end(Drafting drafting, Rule rule, AlertEvent event, List<Asked> asked) {
        asked.forEach(one -> drafting.unwanted(one, false));
        Remedies.afterwards(rule, event.reason()).forEach(wish -> drafting.issueAfterwards(wish));
        return new Plan(drafting.commands(), List.of());
    }

    /** What makes two attempts attempts at the same. */
    private record Purpose(CommandType type, String target) {}
}
