package io.licensewatch.core.alert;

import io.licensewatch.core.detect.Finding;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.remedy.CommandReconciler;
import io.licensewatch.core.remedy.Plan;
import io.licensewatch.core.remedy.Precedents;
import io.licensewatch.core.remedy.RemedySettings;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what follows from an observation of an alert: the alert's lifecycle, and the commands that it calls for. */
public final class AlertEvaluator {

    private final ForDurationSettings durations;
    private final RemedySettings remedies;
    private final CommandReconciler reconciler;
    private final Duration retireAfter;

    /** @param retireAfter source time from RESOLVED until the alert is to be forgotten; not negative */
    public AlertEvaluator(ForDurationSettings durations, RemedySettings remedies, Duration retireAfter) {
        if (retireAfter.isNegative()) {
            throw new IllegalArgumentException("retire-after must not be negative: " + retireAfter);
        }
        this.durations = durations;
        this.remedies = remedies;
        this.reconciler = new CommandReconciler(remedies);
        this.retireAfter = retireAfter;
    }

    public RemedySettings remedies() {
        return remedies;
    }

    /** How long an alert of the rule has to be gone before it resolves. */
    public Duration easing(Rule rule) {
        return durations.of(rule).easing();
    }

    /** What to store of alerts that an earlier state published. */
    List<FormerAlerts.Former> recall(FormerAlerts former) {
        return former.all(retireAfter);
    }

    /** What identifies an alert, after every restart. */
    public static String alertId(String tenantId, Rule rule, String subject) {
        return new AlertIdentity(tenantId, rule, subject).alertId();
    }

    /**
     * Evaluates one alert at a frontier.
     *
     * @param former the alert as the evaluation before left it
     * @param precedents what became of the commands that were issued before
     */
    public AlertOutcome evaluate(
            AlertContext context, Observation observation, StoredAlert former, Precedents precedents) {
        if (former.isNone() && !(observation instanceof Observation.Holds)) {
            return AlertOutcome.NOTHING;
        }
        boolean inVain = observation instanceof Observation.Holds held
                && reconciler.inVain(observation.rule(), held.finding(), precedents);
        Observation seen = inVain ? ((Observation.Holds) observation).raised() : observation;
        AlertIdentity identity = new AlertIdentity(context.tenantId(), observation.rule(), observation.subject());
        if (seen instanceof Observation.Holds held && !mayBeDue(identity, precedents)) {
            OpenHead head = former.head();
            if (head != null && head.settled() && head.condition().sameAs(held.finding())) {
                return AlertOutcome.unchanged(head.alert(observation));
            }
        }
        return step(context, identity, seen, former.record(), precedents);
    }

    /** Whether another attempt of a command may be due. */
    private static boolean mayBeDue(AlertIdentity identity, Precedents precedents) {
        return precedents.anySpent()
                || (precedents.storm(identity.rule()) && precedents.anyUnattended(identity.alertId()));
    }

    /** The slower path, taken when something may have changed. */
    private AlertOutcome step(
            AlertContext context,
            AlertIdentity identity,
            Observation observation,
            AlertRecord former,
            Precedents precedents) {
        Moment moment = new Moment(
                context.now(), durations.of(identity.rule()), context.seeded(), context.skippedAt(), retireAfter);
        Transition transition =
                AlertLifecycle.step(former.state().interrupted(moment.skippedAt()), observation, moment);
        Finding finding = observation instanceof Observation.Holds held ? held.finding() : null;
        AlertEvent event = transition.change() == null ? null : event(context, identity, transition.change());
        AlertEvent cause =
                event != null ? event : attemptDue(context, identity, former, transition.next(), finding, precedents);
        Plan plan = cause == null
                ? new Plan(List.of(), former.issued())
                : reconciler.reconcile(
                        identity.rule(),
                        cause,
                        finding,
                        former.issued(),
                        moment.durations().easing(),
                        precedents);
        AlertRecord next = new AlertRecord(transition.next(), plan.issued());
        OpenHead open = OpenHead.of(next.state());
        OpenHead openBefore = OpenHead.of(former.state());
        return new AlertOutcome(
                next.equals(former) ? null : StoredAlert.of(next),
                event,
                plan.commands(),
                cause,
                transition.retire(),
                transition.wakeAt(),
                open == null ? null : open.alert(observation),
                openBefore == null ? null : openBefore.condition().severity());
    }

    private static AlertEvent event(AlertContext context, AlertIdentity identity, Transition.Change change) {
        AlertEvent event = AlertLifecycle.event(identity, context.tenantName(), change);
        return event.status() == AlertStatus.RESOLVED ? context.resolution().complete(identity.rule(), event) : event;
    }

    /** The last event of the episode, if it calls for another attempt of a command. */
    private static @Nullable AlertEvent attemptDue(
            AlertContext context,
            AlertIdentity identity,
            AlertRecord former,
            AlertState next,
            @Nullable Finding finding,
            Precedents precedents) {
        if (finding == null || !(next instanceof AlertState.Open open) || open.pending() != null) {
            return null;
        }
        return CommandReconciler.anyDue(
                        identity.rule(), identity.alertId(), open.episode(), former.issued(), precedents)
                ? AlertLifecycle.event(identity, context.tenantName(), open.again(context.now()))
                : null;
    }
}
