package io.licensewatch.core.alert;

import io.licensewatch.core.detect.Finding;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.remedy.Plan;
import io.licensewatch.core.remedy.Planner;
import io.licensewatch.core.remedy.Precedents;
import io.licensewatch.core.remedy.RemedySettings;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where an observation becomes what is told: the alert's lifecycle and the planner behind one door. */
public final class AlertDesk {
    /** How long a resolved alert stays on the topic of current alerts, in source time. */
    public static final Duration RETIRE_AFTER = Duration.ofHours(24);

    private static final Outcome NOTHING =
            new Outcome(null, List.of(), List.of(), null, false, Instant.MAX, Optional.empty(), null);

    private final HoldSettings holds;
    private final RemedySettings remedies;
    private final Planner planner;
    private final Duration retireAfter;

    /** @param retireAfter source time from RESOLVED until the alert is to be forgotten; not negative */
    public AlertDesk(HoldSettings holds, RemedySettings remedies, Duration retireAfter) {
        if (retireAfter.isNegative()) {
            throw new IllegalArgumentException("retire-after must not be negative: " + retireAfter);
        }
        this.holds = holds;
        this.remedies = remedies;
        this.planner = new Planner(remedies);
        this.retireAfter = retireAfter;
    }

    public RemedySettings remedies() {
        return remedies;
    }

    /** How long an alert of the rule has to be gone before it resolves. */
    public Duration easing(Rule rule) {
        return holds.of(rule).easing();
    }

    /** What is to be stored of alerts that were told by a state that is gone. */
    public List<FormerAlerts.Former> recall(FormerAlerts former) {
        return former.all(retireAfter);
    }

    /** When the episode began that is open by what is stored; null when none is. */
    public static @Nullable Instant openedAt(byte @Nullable [] stored) {
        OpenHead head = stored == null ? null : OpenHead.read(stored);
        return head == null ? null : head.openedAt();
    }

    /** What identifies an alert, after every restart. */
    public static String alertId(String tenantId, Rule rule, String subject) {
        return new AlertIdentity(tenantId, rule, subject).alertId();
    }

    /**
     * One look at one alert at a frontier.
     *
     * @param stored what the former look left; null for nothing
     * @param now source time of the frontier
     * @param seeded whether this is the first look after a snapshot became whole
     * @param unseenAt the last time at which a look that was due was left out; what had begun to last by then begins anew, as
     *     nobody knows whether it has lasted. {@link Instant#MIN} for never
     * @param precedents what became of the commands that were issued before
     */
    public Outcome handle(
            String tenantId,
            @Nullable String tenantName,
            Observation observation,
            byte @Nullable [] stored,
            Instant now,
            boolean seeded,
            Instant unseenAt,
            Precedents precedents) {
        if (stored == null && !(observation instanceof Observation.Holds)) {
            return NOTHING;
        }
        boolean inVain = observation instanceof Observation.Holds held
                && planner.inVain(observation.rule(), held.finding(), precedents);
        Observation seen = inVain ? ((Observation.Holds) observation).raised() : observation;
        AlertIdentity identity = new AlertIdentity(tenantId, observation.rule(), observation.subject());
        if (stored != null && seen instanceof Observation.Holds held && !mayBeDue(identity, precedents)) {
            OpenHead head = OpenHead.read(stored);
            if (head != null && head.settled() && head.standing().sameAs(held.finding())) {
                return unchanged(stored, seen, head);
            }
        }
        Moment moment = new Moment(now, holds.of(observation.rule()), seeded, unseenAt, retireAfter);
        return step(identity, tenantName, seen, stored, moment, precedents);
    }

    /** Whether another attempt of a command may be due. */
    private static boolean mayBeDue(AlertIdentity identity, Precedents precedents) {
        return precedents.anySpent()
                || (precedents.storm(identity.rule()) && precedents.anyUnattended(identity.alertId()));
    }

    private static Outcome unchanged(byte[] stored, Observation observation, OpenHead head) {
        TenantStatus.OpenAlert open = head.alert(observation);
        return new Outcome(stored, List.of(), List.of(), null, false, Instant.MAX, Optional.of(open), open.severity());
    }

    /** The slower way, taken when something may have changed. */
    private Outcome step(
            AlertIdentity identity,
            @Nullable String tenantName,
            Observation observation,
            byte @Nullable [] stored,
            Moment moment,
            Precedents precedents) {
        AlertRecord former = AlertRecord.read(stored);
        Transition transition = AlertLifecycle.step(former.state().interrupted(moment.unseenAt()), observation, moment);
        AlertState next = transition.next();
        Finding finding = finding(observation);
        boolean told = transition.change() != null;
        AlertEvent cause = told
                ? AlertLifecycle.event(identity, tenantName, Objects.requireNonNull(transition.change()))
                : attemptDue(identity, tenantName, former, next, finding, moment, precedents);
        Plan plan = cause == null
                ? new Plan(List.of(), former.asked())
                : planner.plan(
                        identity.rule(),
                        cause,
                        finding,
                        former.asked(),
                        moment.holds().easing(),
                        precedents);
        boolean same = next == former.state() && plan.asked().equals(former.asked());
        return new Outcome(
                same ? stored : new AlertRecord(next, plan.asked()).toBytes(),
                told && cause != null ? List.of(cause) : List.of(),
                plan.commands(),
                cause,
                transition.retire(),
                transition.wakeAt(),
                OpenHead.of(next).map(head -> head.alert(observation)),
                OpenHead.of(former.state())
                        .map(head -> head.standing().severity())
                        .orElse(null));
    }

    /** What was told last, if it calls for another attempt of a command. */
    private static @Nullable AlertEvent attemptDue(
            AlertIdentity identity,
            @Nullable String tenantName,
            AlertRecord former,
            AlertState next,
            @Nullable Finding finding,
            Moment moment,
            Precedents precedents) {
        if (finding == null || !(next instanceof AlertState.Open open) || open.pending() != null) {
            return null;
        }
        return Planner.anyDue(identity.rule(), identity.alertId(), open.episode(), former.asked(), precedents)
                ? AlertLifecycle.event(identity, tenantName, open.again(moment.now()))
                : null;
    }

    private static @Nullable Finding finding(Observation observation) {
        return observation instanceof Observation.Holds held ? held.finding() : null;
    }

    /**
     * What a look leads to.
     *
     * @param next to be stored; the very array that was given when nothing changed, null when there is nothing to
     *     remember
     * @param events to be told, at most one
     * @param commands to be sent, in this order
     * @param cause what asks for them: the event, or when nothing is to be told the last one of the episode
     * @param retire whether the topic of current alerts is to forget the alert
     * @param wakeAt when time alone can lead further; {@link Instant#MAX} for never
     * @param open the alert as told, if it is open after this look
     * @param severityBefore as told before this look; null if it was not open
     */
    @SuppressWarnings("ArrayRecordComponent") // stored bytes are opaque; the caller compares identity
    public record Outcome(
            byte @Nullable [] next,
            List<AlertEvent> events,
            List<RemediationCommand> commands,
            @Nullable AlertEvent cause,
            boolean retire,
            Instant wakeAt,
            Optional<TenantStatus.OpenAlert> open,
            @Nullable Severity severityBefore) {}
}
