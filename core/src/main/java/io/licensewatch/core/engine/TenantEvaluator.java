package io.licensewatch.core.engine;

import io.licensewatch.core.alert.AlertStore;
import io.licensewatch.core.alert.FormerAlerts;
import io.licensewatch.core.alert.OpenAlertCounts;
import io.licensewatch.core.command.CommandBook;
import io.licensewatch.core.detect.Assessment;
import io.licensewatch.core.detect.Detection;
import io.licensewatch.core.reference.Reference;
import io.licensewatch.core.reference.TrackedReference;
import io.licensewatch.core.state.TenantKey;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.Prefixed;
import io.licensewatch.core.tenant.TenantSnapshot;
import io.licensewatch.core.tenant.TenantStore;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Evaluates tenants of a task, each as of the frontier at which it was due. */
final class TenantEvaluator {
    private static final long[] NOTHING = {};

    private final KeyValues store;
    private final TenantStore tenants;
    private final DependencyIndex dependencies;
    private final RuleBook rules;
    private final UnevaluatedFrontier unevaluated;
    private final Backlog backlog;
    private final Set<String> storms;
    private final AlertStore alerts;
    private final StatusPublisher statuses;
    private final TenantReporter reporter;
    private final TenantOutput output;

    /**
     * One for a task.
     *
     * @param pace time between two statuses of a tenant, at least
     * @param storms ids of rules whose incident several tenants have at once; changes while the task runs
     */
    TenantEvaluator(
            KeyValues store,
            TenantStore tenants,
            DependencyIndex dependencies,
            RuleBook rules,
            Duration pace,
            UnevaluatedFrontier unevaluated,
            Backlog backlog,
            Set<String> storms,
            TenantOutput output) {
        this.store = store;
        this.tenants = tenants;
        this.dependencies = dependencies;
        this.rules = rules;
        this.unevaluated = unevaluated;
        this.backlog = backlog;
        this.storms = storms;
        this.alerts = new AlertStore(store, TenantKey::alert, rules.alerts(), new OpenAlertCounts(store));
        this.statuses = new StatusPublisher(store, tenants, pace, output);
        this.reporter = new TenantReporter(store, output);
        this.output = output;
    }

    OpenAlertCounts openAlerts() {
        return alerts.counts();
    }

    /** Continues alerts that an earlier state published; returns them. */
    List<FormerAlerts.Former> recall(FormerAlerts former) {
        return alerts.recall(former);
    }

    /** Takes up the status that an earlier state published of a tenant. */
    void recall(TenantStatus status) {
        statuses.recall(status);
    }

    /** The part of the state where a tenant's commands are. */
    static KeyValues commandsOf(KeyValues store, String tenantId) {
        return new Prefixed(store, TenantKey.of(tenantId, TenantKey.Kind.COMMANDS));
    }

    /** Evaluates a tenant as of the frontier at which it was due. */
    TenantEvaluation evaluate(String tenantId, Reference reference, Frontier present) {
        TrackedReference tracked = new TrackedReference(reference);
        TenantSnapshot snapshot = tenants.load(tenantId, tracked);
        Evaluated former = (Evaluated) snapshot.memo();
        Due due = backlog.due(tenantId, present);
        Assessment assessment = assess(snapshot, due.frontier(), former, tracked);
        Detection detection = rules.detectors().detect(assessment);
        Due seen = backlog.due(tenantId, due, tracked.lookups(), present);
        if (!seen.frontier().equals(due.frontier())) {
            assessment = assess(snapshot, seen.frontier(), former, tracked);
            detection = rules.detectors().detect(assessment);
        }
        TenantEvaluation evaluation = new TenantEvaluation(
                snapshot,
                assessment,
                detection,
                seen.frontier(),
                seen.missedState() ? seen.frontier().sourceTime() : unevaluated.at(),
                commands(snapshot),
                rules,
                output);
        evaluate(evaluation, former, tracked);
        return evaluation;
    }

    /** Lookups of what is taken over from the former assessment count as made. */
    private Assessment assess(
            TenantSnapshot snapshot, Frontier frontier, @Nullable Evaluated former, TrackedReference tracked) {
        Instant now = frontier.sourceTime();
        if (former == null) {
            return rules.detectors().assess(snapshot.facts(), now);
        }
        Assessment assessment = rules.detectors().assess(snapshot.facts(), now, former.assessment());
        if (assessment.restsOn(former.assessment())) {
            tracked.before(former.lookups());
        }
        return assessment;
    }

    private CommandBook commands(TenantSnapshot snapshot) {
        KeyValues commands = commandsOf(store, snapshot.facts().tenantId());
        return snapshot.commands() ? CommandBook.read(commands, storms) : CommandBook.empty(commands, storms);
    }

    /** The steps of an evaluation in their order. */
    private void evaluate(TenantEvaluation tenant, @Nullable Evaluated former, TrackedReference tracked) {
        tenant.endLeases();
        tenant.evaluateAlerts(alerts);
        if (tenant.snapshot().seeded()) {
            store.delete(TenantKey.of(tenant.tenantId(), TenantKey.Kind.SEED));
        }
        tenant.issueRequested();
        tenant.giveVerdicts();
        tenant.tidyCommands();
        TenantStatus status = tenant.status();
        Instant statusDue = statuses.publish(
                tenant.snapshot(), status, former == null ? null : former.published(), tenant.frontier());
        tenant.wake(statusDue);
        tenants.remember(
                tenant.tenantId(),
                tenant.snapshot().facts().seatHistory(),
                tenant.assessment().seatHistory());
        reporter.report(tenant);
        tenant.trackStorms(tracked);
        remember(tenant, former, tracked, statusDue.equals(Instant.MAX) ? status : null);
    }

    /**
     * Keeps what the next evaluation starts from. Of a tenant that is gone nothing is asked any more: the next evaluation asks again.
     *
     * @param published the status, if it has been published; null while it waits
     */
    private void remember(
            TenantEvaluation tenant,
            @Nullable Evaluated former,
            TrackedReference tracked,
            @Nullable TenantStatus published) {
        boolean gone = tenant.snapshot().gone();
        long[] lookups = gone ? NOTHING : tracked.lookups();
        if (former == null || lookups != former.lookups()) {
            dependencies.remember(tenant.tenantId(), tenant.snapshot().lookups(), lookups);
        }
        TenantStatus last = published == null && former != null ? former.published() : published;
        tenants.keep(tenant.tenantId(), gone ? null : new Evaluated(tenant.assessment(), lookups, last));
    }
}
