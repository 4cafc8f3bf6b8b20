package io.licensewatch.core.engine;

import io.licensewatch.core.alert.AlertContext;
import io.licensewatch.core.alert.AlertEvaluator;
import io.licensewatch.core.alert.AlertOutcome;
import io.licensewatch.core.alert.AlertStore;
import io.licensewatch.core.alert.StoredAlert;
import io.licensewatch.core.command.CommandBook;
import io.licensewatch.core.command.Leases;
import io.licensewatch.core.command.ObservedAlert;
import io.licensewatch.core.command.Requests;
import io.licensewatch.core.command.Verdicts;
import io.licensewatch.core.detect.Assessment;
import io.licensewatch.core.detect.Detection;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.reference.Lookup;
import io.licensewatch.core.reference.TrackedReference;
import io.licensewatch.core.remedy.Requested;
import io.licensewatch.core.status.StatusReport;
import io.licensewatch.core.tenant.TenantFacts;
import io.licensewatch.core.tenant.TenantSnapshot;
import io.licensewatch.core.timer.NextEvaluation;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.command.VerifyBy;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One evaluation of one tenant at a frontier. {@link TenantEvaluator} calls its steps in their order. */
final class TenantEvaluation {
    private final TenantSnapshot snapshot;
    private final Assessment assessment;
    private final Detection detection;
    private final Frontier frontier;
    private final Instant skippedAt;
    private final CommandBook commands;
    private final RuleBook rules;
    private final TenantOutput output;
    /** One for each observation. */
    private final List<AlertOutcome> outcomes;

    /** When time alone may change the result. */
    private Instant wakeAt;
    /** Whether a plan may change by what became of commands, so that the tenant needs another evaluation. */
    private boolean planMayChange;

    /** @param skippedAt the last time at which an evaluation that was due was skipped */
    TenantEvaluation(
            TenantSnapshot snapshot,
            Assessment assessment,
            Detection detection,
            Frontier frontier,
            Instant skippedAt,
            CommandBook commands,
            RuleBook rules,
            TenantOutput output) {
        this.snapshot = snapshot;
        this.assessment = assessment;
        this.detection = detection;
        this.frontier = frontier;
        this.skippedAt = skippedAt;
        this.commands = commands;
        this.rules = rules;
        this.output = output;
        this.outcomes = new ArrayList<>(detection.observations().size());
        this.wakeAt = detection.recheckAt();
    }

    String tenantId() {
        return snapshot.facts().tenantId();
    }

    TenantSnapshot snapshot() {
        return snapshot;
    }

    Assessment assessment() {
        return assessment;
    }

    Frontier frontier() {
        return frontier;
    }

    CommandBook commands() {
        return commands;
    }

    private Instant now() {
        return frontier.sourceTime();
    }

    /** When to evaluate the tenant again if no change comes before. */
    NextEvaluation next() {
        return planMayChange ? NextEvaluation.Fixed.AT_ONCE : NextEvaluation.at(wakeAt, now());
    }

    void wake(Instant at) {
        wakeAt = at.isBefore(wakeAt) ? at : wakeAt;
    }

    /** Extensions that have ended are put back. */
    void endLeases() {
        wake(new Leases(tenantId(), commands, rules.alerts().remedies(), end -> output.command(end, null))
                .step(frontier));
    }

    void evaluateAlerts(AlertStore alerts) {
        TenantFacts facts = snapshot.facts();
        AlertContext context = new AlertContext(
                tenantId(),
                facts.tenantName(),
                now(),
                snapshot.seeded(),
                skippedAt,
                new TenantResolution(facts, commands, rules.zone(), now()));
        for (Observation observation : detection.observations()) {
            AlertOutcome outcome = alerts.evaluate(context, observation, stored(observation), commands);
            output.publish(context, observation, outcome);
            outcomes.add(outcome);
            wake(outcome.wakeAt());
        }
    }

    private StoredAlert stored(Observation observation) {
        return snapshot.alerts().isEmpty()
                ? StoredAlert.NONE
                : StoredAlert.read(snapshot.alerts()
                        .get(new TenantSnapshot.AlertName(observation.rule().id(), observation.subject())));
    }

    /** What operators have requested becomes commands. */
    void issueRequested() {
        if (!snapshot.commands()) {
            return;
        }
        List<Requested.Open> open = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i).openedAt() != null && observation(i) instanceof Observation.Holds held) {
                open.add(new Requested.Open(held, rules.alerts().easing(held.rule())));
            }
        }
        wake(new Requests(commands.store(), rules.alerts().remedies()).issue(commands, open, now(), command -> {
            output.command(command, null);
            commands.sent(command, openedAt(command));
        }));
    }

    private Instant openedAt(RemediationCommand command) {
        VerifyBy by = command.verifyBy();
        ObservedAlert observed = by == null ? null : observed(by);
        Instant openedAt = observed == null ? null : observed.openedAt();
        return openedAt == null ? Instant.MAX : openedAt;
    }

    /** Null when no rule of tenants observes it. */
    private @Nullable ObservedAlert observed(VerifyBy by) {
        for (int i = 0; i < outcomes.size(); i++) {
            Observation observation = observation(i);
            if (observation.rule().id().equals(by.rule())
                    && observation.subject().equals(by.subject())) {
                return new ObservedAlert(observation, outcomes.get(i).openedAt());
            }
        }
        return null;
    }

    private Observation observation(int i) {
        return detection.observations().get(i);
    }

    void giveVerdicts() {
        wake(new Verdicts(tenantId(), commands, output::verdict).give(this::observed, frontier, skippedAt));
    }

    /** Forgets commands that ended long ago. It is the last step that changes commands. */
    void tidyCommands() {
        wake(commands.tidy(now()));
        planMayChange = commands.takeNews();
    }

    /** Without the point at which it is true. */
    TenantStatus status() {
        List<String> insufficient = new ArrayList<>();
        for (Observation observation : detection.observations()) {
            if (observation instanceof Observation.InsufficientData) {
                insufficient.add(observation.rule().id());
            }
        }
        Collections.sort(insufficient);
        return StatusReport.of(assessment, open(), insufficient, commands.listed(frontier), StatusReport.UNPUBLISHED);
    }

    /** The alerts that are open now. */
    List<TenantStatus.OpenAlert> open() {
        List<TenantStatus.OpenAlert> open = new ArrayList<>();
        for (AlertOutcome outcome : outcomes) {
            if (outcome.open() != null) {
                open.add(outcome.open());
            }
        }
        return open;
    }

    /** Ids of the rules by which the tenant became CRITICAL, other than by a snapshot. */
    List<String> newlyCritical() {
        List<String> critical = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i).becameCritical()) {
                critical.add(observation(i).rule().id());
            }
        }
        return critical;
    }

    /** So that the tenant is found when several have what its commands are to repair. */
    void trackStorms(TrackedReference tracked) {
        if (!commands.anyUnattended()) {
            return;
        }
        for (Observation one : detection.observations()) {
            if (commands.anyUnattended(AlertEvaluator.alertId(tenantId(), one.rule(), one.subject()))) {
                tracked.also(Lookup.storm(one.rule().id()));
            }
        }
    }
}
