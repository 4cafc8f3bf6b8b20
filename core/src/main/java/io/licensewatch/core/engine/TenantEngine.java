package io.licensewatch.core.engine;

import io.licensewatch.core.alert.FormerAlerts;
import io.licensewatch.core.alert.OpenAlertCounts;
import io.licensewatch.core.command.AwaitedEffects;
import io.licensewatch.core.command.FormerCommands;
import io.licensewatch.core.command.Reports;
import io.licensewatch.core.command.Requests;
import io.licensewatch.core.frontier.Arrivals;
import io.licensewatch.core.frontier.FrontierGate;
import io.licensewatch.core.frontier.Intake;
import io.licensewatch.core.frontier.TaskClock;
import io.licensewatch.core.reference.Lookup;
import io.licensewatch.core.reference.ReferenceStore;
import io.licensewatch.core.state.StateSpace;
import io.licensewatch.core.status.StormReport;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.tenant.Residents;
import io.licensewatch.core.tenant.TenantStore;
import io.licensewatch.core.timer.Timers;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.status.TenantStatus;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All tenants of one partition. It takes row changes, reference changes and frontiers in the order in which they are read, and publishes
 * what follows from them at each frontier. It knows neither Kafka nor a clock: the same input has the same output.
 *
 * <p>Input is folded into the state at once. What it makes due is done in steps, each of which runs the phases in their order.
 */
public final class TenantEngine {
    private final Residents store;
    private final TenantStore tenants;
    private final ReferenceStore reference;
    private final TaskClock clock;
    private final Intake rows;
    private final Intake shared;
    private final FrontierGate gate;
    private final FrontierAdvance advance;
    private final EvaluationQueue queue;
    private final Sweep sweep;
    private final TenantEvaluator evaluator;
    private final AwaitedEffects effects;
    private final Storms storms;
    private final PublishPassed published;
    private final BackfillProgress progress = new BackfillProgress();
    private final Phases phases;
    private final EngineSettings settings;
    private final RuleBook rules;

    /** @param partition of the tenants' topics */
    public TenantEngine(
            KeyValues stored,
            KeyValues timerStore,
            RuleBook rules,
            EngineSettings settings,
            int partition,
            TenantOutput output) {
        this.settings = settings;
        this.rules = rules;
        this.store = new Residents(stored, settings.residentBytes());
        Timers timers = new Timers(timerStore);
        this.tenants = new TenantStore(store, timers, rules.zone(), output::leftOut);
        this.reference = new ReferenceStore(store, output::leftOut);
        this.clock = new TaskClock(store);
        this.queue = new EvaluationQueue(StateSpace.EVALUATION_QUEUE.of(store), tenants::know);
        DependencyIndex dependencies = new DependencyIndex(store);
        this.sweep = new Sweep(store, tenants, dependencies);
        Backlog backlog = new Backlog(StateSpace.BACKLOG.of(store), queue, dependencies, timers);
        ChangedReference changedReference = new ChangedReference(backlog.changedLookups(), sweep, queue, clock);
        SeedMarks seeds = new SeedMarks(store);

        Arrivals ofTenants = Arrivals.ofTenantRows(store);
        Arrivals ofReference = Arrivals.ofReference(store);
        BufferedRows buffered = new BufferedRows(StateSpace.BUFFERED_ROWS.of(store), ofTenants.newest());
        SharedRows sharedRows =
                new SharedRows(tenants, reference, clock, queue, changedReference, ofReference.newest(), output);
        TenantRows tenantRows =
                new TenantRows(tenants, buffered, sharedRows, queue, backlog, seeds, progress, clock, output);
        this.rows = new Intake(StateSpace.FAR_ROWS.of(store), ofTenants, tenantRows);
        this.shared = new Intake(StateSpace.FAR_SHARED_ROWS.of(store), ofReference, sharedRows);
        this.gate = new FrontierGate(
                StateSpace.WAITING_FRONTIERS.of(store),
                List.of(
                        new FrontierGate.Input(rows, covered -> isOfTenants(covered, partition)),
                        // rows without a tenant arrive before the frontier that covers them
                        new FrontierGate.Input(shared, covered -> false)));

        UnevaluatedFrontier unevaluated = new UnevaluatedFrontier(store);
        this.effects = new AwaitedEffects(StateSpace.AWAITED_EFFECTS.of(store));
        this.storms = new Storms(StateSpace.STORMS.of(store));
        this.evaluator = new TenantEvaluator(
                store,
                tenants,
                dependencies,
                rules,
                settings.statusPace(),
                unevaluated,
                backlog,
                storms.rules(),
                output);
        Evaluations evaluations = new Evaluations(
                buffered, queue, timers, tenants, reference, evaluator, backlog, seeds, progress, clock);
        StaleRowPurge purge = new StaleRowPurge(store, tenants, reference, queue, changedReference, clock);
        this.published = new PublishPassed(backlog, progress, clock, output);
        this.advance = new FrontierAdvance(
                clock,
                reference,
                timers,
                buffered,
                queue,
                backlog,
                unevaluated,
                dependencies,
                changedReference,
                effects,
                new RulesSeen(
                        StateSpace.RULES_SEEN.of(store),
                        rules.detectors().settings().toString()),
                purge,
                published,
                progress);
        this.phases = Phases.of(
                new FarRowsFirst(rows, shared),
                tenantRows, // buffered ones
                new Evaluable(clock, shared, buffered),
                purge,
                new EndedRows(timers, tenants, backlog, queue, evaluations, clock),
                new EvaluateDue(queue, timers, evaluations, clock),
                new EvaluateSwept(sweep, evaluations),
                new DueAgain(queue, timers, clock),
                published);
    }

    private static boolean isOfTenants(Frontier.Covered covered, int partition) {
        return !covered.tenantless()
                && !covered.standings()
                && covered.partition() == partition
                && Arrivals.table(covered).filter(SourceTable::hasTenant).isPresent();
    }

    /** A change of a table with a tenant. A record that cannot be decoded is a dead letter. */
    public void onRowChange(byte[] key, byte[] value) {
        rows.take(key, value);
    }

    /** A change of a table without a tenant, or of a row without one. */
    public void onReferenceChange(byte[] key, byte[] value) {
        shared.take(key, value);
    }

    /**
     * What a worker reports of a command. It takes effect at the next frontier.
     *
     * @throws MalformedRecordException when it cannot be about the command that it names
     */
    public Reports.Taken onResult(RemediationResult result) throws MalformedRecordException {
        String tenantId = result.tenantId();
        Reports.Outcome outcome = Reports.take(TenantEvaluator.commandsOf(store, tenantId), result, clock.now());
        if (outcome.lsn() > 0) {
            effects.await(outcome.lsn(), tenantId);
        }
        if (outcome.taken() == Reports.Taken.NEWS) {
            wake(tenantId);
        }
        return outcome.taken();
    }

    /**
     * A request of an operator. It becomes a command at the next frontier.
     *
     * @throws MalformedRecordException when it cannot be carried out
     */
    public void onRequest(OperatorAction action) throws MalformedRecordException {
        String tenantId = action.tenantId();
        if (!tenants.knows(tenantId)) {
            throw new MalformedRecordException("its tenant is unknown");
        }
        KeyValues commands = TenantEvaluator.commandsOf(store, tenantId);
        boolean isNew = new Requests(commands, rules.alerts().remedies()).take(action, clock.now());
        if (isNew) {
            wake(tenantId);
        }
    }

    /**
     * Whether several tenants have the incident of a rule at once. Tenants with issued commands that a person has to approve from now on are
     * evaluated in steps, from the next frontier on. When the storm ends, commands that wait for a person continue to wait.
     */
    public void onStorm(StormReport report) {
        boolean changed = storms.put(report.rule(), report.open());
        if (changed && report.open()) {
            sweep.start(Lookup.storm(report.rule()), this::wake);
        }
    }

    /** The tenant is evaluated at the present frontier, though its rows have not changed. */
    private void wake(String tenantId) {
        queue.request(tenantId, clock.position());
    }

    /**
     * A frontier. The task reaches it once all rows that it covers have arrived.
     *
     * @return whether something is left for another step
     */
    public boolean onFrontier(Frontier frontier) {
        rows.onFrontier(frontier);
        shared.onFrontier(frontier);
        if (gate.passes(frontier)) {
            advance.reach(frontier);
        } else {
            gate.add(frontier);
        }
        return step();
    }

    /**
     * Does some of what is due at the present frontier, and then reaches the next one if all its rows have arrived.
     *
     * @return whether something is left for another step
     */
    public boolean step() {
        if (phases.run(StepBudget.of(settings)) == Phase.Left.MORE) {
            return true;
        }
        Optional<FrontierGate.Waiting> next = gate.ready();
        if (next.isPresent()) {
            gate.removeFirst();
            advance.reach(next.get().frontier());
        }
        return next.isPresent();
    }

    /** The last frontier that was reached. */
    public @Nullable Frontier frontier() {
        return clock.frontier();
    }

    /** The last frontier at which nothing was left to do, since this process began; null before that. */
    public @Nullable Frontier passed() {
        return published.passed();
    }

    /** Whether a frontier waits for rows that it covers. Then another row may allow another step. */
    public boolean frontierWaits() {
        return !gate.isEmpty();
    }

    /** The first rows that the first frontier waits for. */
    public Optional<Frontier.Covered> missing() {
        return gate.missing();
    }

    /** Progress of a snapshot, or of what was due at the task's start; empty when that is done. */
    public Optional<Backfill> backfill() {
        return clock.open() ? progress.evaluating() : Optional.of(progress.reading(gate));
    }

    /** Whether rows wait because no frontier is near their position. */
    public boolean keepsFarRows() {
        return rows.keepsFarRows() || shared.keepsFarRows();
    }

    /**
     * Continues from what a lost state has published, before any input. Each tenant is evaluated once, even if nothing of it is left.
     */
    public void recall(FormerAlerts alerts, Collection<TenantStatus> statuses) {
        for (TenantStatus status : statuses) {
            evaluator.recall(status);
            wake(status.tenantId());
        }
        evaluator.recall(alerts).forEach(former -> wake(former.last().tenantId()));
    }

    /** As {@link #recall(FormerAlerts, Collection)}, of commands. Their results are read again. */
    public void recall(FormerCommands commands) {
        commands.store(tenantId -> TenantEvaluator.commandsOf(store, tenantId));
        commands.tenants().forEach(this::wake);
    }

    /** As {@link #recall(FormerAlerts, Collection)}: rules whose incident several tenants had at once. */
    public void recall(Set<String> stormyRules) {
        stormyRules.forEach(rule -> storms.put(rule, true));
    }

    public OpenAlertCounts openAlerts() {
        return evaluator.openAlerts();
    }

    /** Records that were not newer than what had been taken. More than a few mean that cdc has sent something twice. */
    public long replays() {
        return advance.replays() + rows.replays() + shared.replays();
    }
}
