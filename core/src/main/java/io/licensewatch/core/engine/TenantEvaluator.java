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
    private final UnevaluatedFrontier unseen;
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
            UnevaluatedFrontier unseen,
            Backlog backlog,
            Set<String> storms,
            TenantOutput output) {
        this.store = store;
        this.tenants = tenants;
        this.dependencies = dependencies;
        this.rules = rules;
        this.unseen = unseen;
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
        TrackedReference asked = new TrackedReference(reference);
        TenantSnapshot snapshot = tenants.load(tenantId, asked);
        Evaluated former = (Evaluated) snapshot.memo();
        Due due = backlog.due(tenantId, present);
        Assessment assessment = assess(snapshot, due.frontier(), former, asked);
        Detection detection = rules.detectors().detect(assessment);
        Due seen = backlog.due(tenantId, due, asked.asked(), present);
        if (!seen.frontier().equals(due.frontier())) {
            assessment = assess(snapshot, seen.frontier(), former, asked);
            detection = rules.detectors().detect(assessment);
        }
        TenantEvaluation evaluation = new TenantEvaluation(
                snapshot,
                assessment,
                detection,
                seen.frontier(),
                seen.unseen() ? seen.frontier().sourceTime() : unseen.at(),
                commands(snapshot),
                rules,
                output);
        evaluate(evaluation, former, asked);
        return evaluation;
    }

    /** What is taken over from the former one was asked then, and counts as asked. */
    private Assessment assess(
            TenantSnapshot snapshot, Frontier frontier, @Nullable Evaluated former, TrackedReference asked) {
        Instant now = frontier.sourceTime();
        if (former == null) {
            return rules.detectors().assess(snapshot.facts(), now);
        }
        Assessment assessment = rules.detectors().assess(snapshot.facts(), now, former.assessment());
        if (assessment.restsOn(former.assessment())) {
            asked.before(former.asked());
        }
        return assessment;
    }

    private CommandBook commands(TenantSnapshot snapshot) {
        KeyValues commands = commandsOf(store, snapshot.facts().tenantId());
        return snapshot.commands() ? CommandBook.read(commands, storms) : CommandBook.empty(commands, storms);
    }

    /** The steps of an evaluation in their order. */
    private void evaluate(TenantEvaluation tenant, @Nullable Evaluated former, TrackedReference asked) {
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
        tenant.askForStorms(asked);
        remember(tenant, former, asked, statusDue.equals(Instant.MAX) ? status : null);
    }

    /**
     * Keeps what the next evaluation starts from. Of a tenant that is gone nothing is asked any more: the next evaluation asks again.
     *
     * @param published the status, if it has been published; null while it waits
     */
    private void remember(
            TenantEvaluation tenant,
            @Nullable Evaluated former,
            TrackedReference asked,
            @Nullable TenantStatus published) {
        boolean gone = tenant.snapshot().gone();
        long[] questions = gone ? NOTHING : asked.asked();
        if (former == null || questions != former.asked()) {
            dependencies.remember(tenant.tenantId(), tenant.snapshot().asked(), questions);
        }
        TenantStatus last = published == null && former != null ? former.published() : published;
        tenants.keep(tenant.tenantId(), gone ? null : new Evaluated(tenant.assessment(), questions, last));
    }
}
