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
 * Brings the issued commands in line with what an alert now calls for: what is desired and not outstanding is issued, what is
 * outstanding and not desired is cancelled.
 *
 * <ul>
 *   <li>A command that is issued again in the same episode is the next attempt, under another id.
 *   <li>When the parameters have changed materially (such as the overage on the way from EXCEEDED to CRITICAL), the
 *       former attempt is cancelled and the next one issued: a worker that acts on old numbers does too little. The
 *       same when the deadline has passed and it is still wanted, when it was carried out and did not help, and when it may be
 *       carried out without a person while several tenants have the incident at once.
 *   <li>A command of which the worker has reported the end is not cancelled.
 *   <li>A notice of a former stage counts as done and is not cancelled. When the stage is reached again, the notice is issued again.
 *   <li>A renewal is started once per episode.
 * </ul>
 */
public final class CommandReconciler {
    private final RemedySettings settings;

    public CommandReconciler(RemedySettings settings) {
        this.settings = settings;
    }

    /**
     * The commands that a transition leads to.
     *
     * @param finding what holds; null when the alert resolved
     * @param issued as the plan before in this episode left it; empty at its beginning
     * @param easing how long the alert has to be gone before it resolves
     * @param precedents what became of the commands before
     */
    public Plan reconcile(
            Rule rule,
            AlertEvent event,
            @Nullable Finding finding,
            List<IssuedCommand> issued,
            Duration easing,
            Precedents precedents) {
        Reconciliation reconciliation = new Reconciliation(settings, rule, event, easing, precedents);
        return finding == null
                ? end(reconciliation, rule, event, issued)
                : align(reconciliation, Remedies.of(rule, finding, settings), issued);
    }

    /** Whether another attempt is due of one of them, though nothing about the alert has changed. */
    public static boolean anyDue(
            Rule rule, String alertId, int episode, List<IssuedCommand> issued, Precedents precedents) {
        return issued.stream()
                .anyMatch(one -> one.outstanding() != null
                        && Reconciliation.isDue(
                                rule,
                                CommandId.of(alertId, episode, one.type(), one.target(), one.attempt()),
                                precedents));
    }

    /** Whether the alert calls for a type of which the last ones did not help. */
    public boolean inVain(Rule rule, Finding finding, Precedents precedents) {
        return precedents.anyBarred()
                && Remedies.of(rule, finding, settings).stream().anyMatch(desired -> precedents.barred(desired.type()));
    }

    private static Plan align(Reconciliation reconciliation, List<DesiredCommand> desired, List<IssuedCommand> issued) {
        Map<Purpose, IssuedCommand> former = new LinkedHashMap<>();
        issued.forEach(one -> former.put(new Purpose(one.type(), one.target()), one));
        Map<Purpose, IssuedCommand> next = new LinkedHashMap<>();
        for (DesiredCommand one : desired) {
            Purpose purpose = new Purpose(one.type(), one.target());
            next.put(purpose, reconciliation.wanted(one, former.remove(purpose)));
        }
        former.forEach((purpose, one) -> next.put(purpose, reconciliation.unwanted(one, true)));
        return new Plan(reconciliation.commands(), List.copyOf(next.values()));
    }

    private static Plan end(Reconciliation reconciliation, Rule rule, AlertEvent event, List<IssuedCommand> issued) {
        issued.forEach(one -> reconciliation.unwanted(one, false));
        Remedies.afterwards(rule, event.reason()).forEach(desired -> reconciliation.issueAfterwards(desired));
        return new Plan(reconciliation.commands(), List.of());
    }

    /** What makes two attempts attempts at the same. */
    private record Purpose(CommandType type, String target) {}
}
