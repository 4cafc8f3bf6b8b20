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
import io.licensewatch.core.reference.Question;
import io.licensewatch.core.reference.Reference;
import io.licensewatch.core.reference.ReferenceStore;
import io.licensewatch.core.reference.RoleStandings;
import io.licensewatch.core.status.StormReport;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.Space;
import io.licensewatch.core.store.StateKeys;
import io.licensewatch.core.tenant.Residents;
import io.licensewatch.core.tenant.TenantStore;
import io.licensewatch.core.timer.Timers;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All tenants of one partition: takes row changes, reference changes and frontiers in the order in which they are read,
 * and says what there is to say at each frontier. It knows neither Kafka nor a clock; given the same input it does the
 * same.
 */
public final class TenantEngine {
    private static final byte[] PRESENT = {1};
    /** Applying a row is this many times cheaper than looking at a tenant. */
    private static final int ROWS_PER_BUDGET = 5;

    private final Residents store;
    private final Timers timers;
    private final TenantStore tenants;
    private final ReferenceStore reference;
    private final TaskClock clock;
    private final Intake rows;
    private final Intake shared;
    private final FrontierGate gate;
    private final BufferedRows buffered;
    private final AskedBy askedBy;
    private final Sweep sweep;
    private final Leftovers leftovers;
    private final TenantEvaluator evaluator;
    private final UnseenFrontier unseen;
    private final ChangedTenants changed;
    private final Backlog backlog;
    private final Ends ends;
    private final AwaitedEffects effects;
    private final Storms storms;
    private final RulesSeen rulesSeen;
    private final FirstEvaluation firstEvaluation = new FirstEvaluation();
    private final Outbox outbox;
    private final EngineSettings settings;
    private final RuleBook rules;
    /** Tenants with something pending that are marked to have come by a snapshot. */
    private final Set<String> seeded = new HashSet<>();

    /** The newest row of another stream that rows of tenants are counted by: of a user, or without a tenant. May be ahead of them. */
    private SourcePosition others;

    /** Whether changes may wait that are older than the frontier at hand. */
    private boolean releasing = true;

    /** Taken since this process began, of the snapshot that is not yet complete. */
    private long snapshotRows;

    /** Of frontiers. */
    private long replays;
    /** The last frontier that was told to be passed; not durable, as telling it twice says nothing new. */
    private @Nullable Frontier passed;

    /** @param partition of the tenants' topics */
    public TenantEngine(
            KeyValues stored,
            KeyValues timerStore,
            RuleBook rules,
            EngineSettings settings,
            int partition,
            Outbox outbox) {
        this.store = new Residents(stored, settings.residentBytes());
        this.timers = new Timers(timerStore);
        this.tenants = new TenantStore(store, timers, rules.zone(), outbox::leftOut);
        this.reference = new ReferenceStore(store, outbox::leftOut);
        this.clock = new TaskClock(store);
        this.rows = new Intake(new Space(store, StateKeys.FAR_ROWS), Arrivals.ofTenantRows(store), new TenantRows());
        this.shared =
                new Intake(new Space(store, StateKeys.FAR_SHARED_ROWS), Arrivals.ofReference(store), new SharedRows());
        this.gate = new FrontierGate(
                new Space(store, StateKeys.WAITING_FRONTIERS),
                List.of(
                        new FrontierGate.Input(rows, covered -> isOfTenants(covered, partition)),
                        // rows without a tenant arrive before the frontier that covers them
                        new FrontierGate.Input(shared, covered -> false)));
        this.buffered = new BufferedRows(new Space(store, StateKeys.BUFFERED_ROWS), rows.newest());
        this.askedBy = new AskedBy(store);
        this.sweep = new Sweep(store, tenants, askedBy);
        this.leftovers = new Leftovers(store, tenants, reference);
        this.unseen = new UnseenFrontier(store);
        this.changed = new ChangedTenants(new Space(store, StateKeys.CHANGED_TENANTS));
        this.backlog = new Backlog(new Space(store, StateKeys.BACKLOG), changed, askedBy, timers);
        this.ends = new Ends(timers, tenants, backlog, this::present, this::changed);
        this.effects = new AwaitedEffects(new Space(store, StateKeys.AWAITED_EFFECTS));
        this.storms = new Storms(new Space(store, StateKeys.STORMS));
        this.rulesSeen = new RulesSeen(
                new Space(store, StateKeys.RULES_SEEN),
                rules.detectors().settings().toString());
        this.evaluator = new TenantEvaluator(
                store, tenants, askedBy, rules, settings.statusPace(), unseen, backlog, storms.rules(), outbox);
        this.others = shared.newest();
        this.outbox = outbox;
        this.settings = settings;
        this.rules = rules;
        Frontier reached = clock.frontier();
        if (reached != null) {
            capture(reached);
        }
    }

    private static boolean isOfTenants(Frontier.Covered covered, int partition) {
        return !covered.tenantless()
                && !covered.standings()
                && covered.partition() == partition
                && Arrivals.table(covered).filter(SourceTable::hasTenant).isPresent();
    }

    /** A change of a table with a tenant. A record that cannot be understood goes to the dead letters. */
    public void onRowChange(byte[] key, byte[] value) {
        rows.take(key, value);
    }

    /** Of tables with a tenant. */
    private final class TenantRows implements Intake.Task {
        @Override
        public SourceTable table(RowChange change) throws MalformedRecordException {
            SourceTable table = tableOf(change);
            if (!table.hasTenant()) {
                throw new MalformedRecordException(table.qualifiedName() + " has no tenant");
            }
            return table;
        }

        @Override
        public void apply(SourceTable table, RowChange change, byte[] key, byte[] value)
                throws MalformedRecordException {
            if (change.op() == RowChange.Op.TRUNCATE) {
                truncate(table, change);
            } else {
                takeRow(table, change, key, value);
            }
        }

        @Override
        public void reject(byte[] key, byte[] value, String reason) {
            outbox.deadLetter(key, value, reason);
        }
    }

    private void takeRow(SourceTable table, RowChange change, byte[] key, byte[] value)
            throws MalformedRecordException {
        snapshotRows += change.op() == RowChange.Op.READ ? 1 : 0;
        String tenantId = tenantOf(table, change);
        if (buffered.buffers(tenantId)) {
            TenantStore.check(table, change);
            buffered.add(tenantId, change, key, value);
        } else {
            apply(table, tenantId, change);
        }
    }

    private static SourceTable tableOf(RowChange change) throws MalformedRecordException {
        return SourceTable.named(change.schema(), change.table())
                .orElseThrow(() -> new MalformedRecordException(
                        "table " + change.schema() + "." + change.table() + " is not watched"));
    }

    private static String tenantOf(SourceTable table, RowChange change) throws MalformedRecordException {
        Map<String, ?> row = change.after() != null ? change.after() : change.before();
        Object tenantId = row == null ? null : row.get(table.tenantColumn());
        if (tenantId == null || tenantId.toString().isEmpty()) {
            throw new MalformedRecordException("column " + table.tableName() + "." + table.tenantColumn()
                    + " is null or missing (a delete tells it only under REPLICA IDENTITY FULL)");
        }
        if (tenantId instanceof String || tenantId instanceof Long) {
            return tenantId.toString();
        }
        throw new MalformedRecordException(
                "column " + table.tableName() + "." + table.tenantColumn() + " is not a string");
    }

    private void apply(SourceTable table, String tenantId, RowChange change) throws MalformedRecordException {
        apply(table, tenantId, change, clock.now());
    }

    /** @param now the task's clock, or for a change that has waited the time of the frontier that covers it */
    private void apply(SourceTable table, String tenantId, RowChange change, Instant now)
            throws MalformedRecordException {
        SourcePosition since = tenants.apply(table, tenantId, change, now);
        buffered.applied(tenantId, change.position());
        if (change.op() == RowChange.Op.READ && seeded.add(tenantId)) {
            store.put(StateKeys.seed(tenantId), PRESENT);
        }
        changed(tenantId, new Span(since, Span.later(change.position(), others)));
    }

    /** Its rows have changed; it is evaluated at the frontier that covers that. */
    private void changed(String tenantId, SourcePosition at) {
        changed(tenantId, Span.of(at));
    }

    private void changed(String tenantId, Span rows) {
        if (changed.changed(tenantId, rows)) {
            tenants.know(tenantId);
        }
    }

    /** It is evaluated at the present frontier, though its rows have not changed. */
    private void wake(String tenantId) {
        wake(tenantId, clock.position());
    }

    private void wake(String tenantId, SourcePosition from) {
        if (changed.woken(tenantId, from)) {
            tenants.know(tenantId);
        }
    }

    /** Removes a table's rows everywhere. What waits is older, and goes first. */
    private void truncate(SourceTable table, RowChange change) throws MalformedRecordException {
        for (String tenantId : buffered.tenants()) {
            applyReleased(tenantId, buffered.release(tenantId, change.position()));
            buffered.stopIfEmpty(tenantId);
        }
        touched(tenants.truncate(table, clock.now()), change.position());
        buffered.appliedToAny(change.position());
    }

    private void applyReleased(String tenantId, List<RowChange> released) {
        for (RowChange change : released) {
            try {
                apply(
                        tableOf(change),
                        tenantId,
                        change,
                        backlog.covering(change.position(), present()).sourceTime());
            } catch (MalformedRecordException e) {
                throw new IllegalStateException("a change that waits was understood when it came", e);
            }
        }
    }

    /** A change of a table without a tenant, or of a row without one. */
    public void onReferenceChange(byte[] key, byte[] value) {
        shared.take(key, value);
    }

    /** Of tables without a tenant, and rows without one. */
    private final class SharedRows implements Intake.Task {
        @Override
        public SourceTable table(RowChange change) throws MalformedRecordException {
            return tableOf(change);
        }

        @Override
        public void apply(SourceTable table, RowChange change, byte[] key, byte[] value)
                throws MalformedRecordException {
            applyReference(table, change, key, value);
        }

        @Override
        public void reject(byte[] key, byte[] value, String reason) {
            outbox.deadLetter(key, value, reason);
        }
    }

    private void applyReference(SourceTable table, RowChange change, byte[] key, byte[] value)
            throws MalformedRecordException {
        if (table == SourceTable.AUTH_USERS) {
            others = Span.later(others, change.position());
            touched(tenants.applyUser(change, clock.now()), change.position());
            return;
        }
        if (table == SourceTable.ROLES && RoleStandings.isOne(change)) {
            reference.applyStanding(change).forEach(question -> answerChanged(question, change.position()));
            return;
        }
        if (table.hasTenant()) {
            others = Span.later(others, change.position());
            touched(tenants.applyTenantless(table, change, key, value, clock.now()), change.position());
        }
        if (table != SourceTable.USER_ROLES) {
            reference.apply(table, change, key, value).forEach(question -> answerChanged(question, change.position()));
        }
    }

    private void touched(TenantStore.Touched touched, SourcePosition at) {
        touched.tenants().forEach(tenantId -> changed(tenantId, new Span(touched.since(), at)));
    }

    private void answerChanged(long question, SourcePosition at) {
        backlog.answers().changed(question, at, clock.position());
        sweep.start(question, tenantId -> changed(tenantId, at));
    }

    /**
     * What a worker reports of a command; seen at the next frontier.
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
     * What an operator requests; it becomes a command at the next frontier.
     *
     * @throws MalformedRecordException when it cannot be carried out
     */
    public void onRequest(OperatorAction action) throws MalformedRecordException {
        String tenantId = action.tenantId();
        if (!tenants.knows(tenantId)) {
            throw new MalformedRecordException("nothing is known of its tenant");
        }
        KeyValues commands = TenantEvaluator.commandsOf(store, tenantId);
        if (new Requests(commands, rules.alerts().remedies()).take(action, clock.now())) {
            wake(tenantId);
        }
    }

    /**
     * What the system's task says of all tenants together. Tenants of which commands are on their way that a person has now to
     * approve are looked at from the next frontier on, in steps; when it ends, what waits for a person goes on waiting.
     */
    public void onStorm(StormReport report) {
        if (storms.put(report.rule(), report.open()) && report.open()) {
            sweep.start(Question.storm(report.rule()), this::wake);
        }
    }

    /**
     * Once everything has been taken that was committed before this mark, time passes, and what is due is done.
     *
     * @return whether something is left for another step
     */
    public boolean onFrontier(Frontier frontier) {
        rows.onFrontier(frontier);
        shared.onFrontier(frontier);
        if (gate.passes(frontier)) {
            reach(frontier);
        } else {
            gate.add(frontier);
        }
        return step();
    }

    /** The last one that was reached. */
    public @Nullable Frontier frontier() {
        return clock.frontier();
    }

    /** Whether a frontier has come and not what it covers; then another row may allow another step. */
    public boolean frontierWaits() {
        return !gate.isEmpty();
    }

    /** The first rows that are waited for. */
    public Optional<Frontier.Covered> missing() {
        return gate.missing();
    }

    /** How far it is with a snapshot, or with what was due at its start; empty when that is done. */
    public Optional<Backfill> backfill() {
        if (clock.open()) {
            return firstEvaluation.progress();
        }
        return Optional.of(gate.snapshotRows()
                .map(arrived -> Backfill.reading(arrived.rows(), arrived.expected()))
                .orElseGet(() -> Backfill.reading(snapshotRows, Backfill.UNKNOWN)));
    }

    /** Whether rows are kept whose position no frontier is near. */
    public boolean keepsFarRows() {
        return rows.keepsFarRows() || shared.keepsFarRows();
    }

    private void reach(Frontier frontier) {
        boolean finished = isPassed();
        boolean firstHere = passed == null && firstEvaluation.progress().isEmpty();
        Frontier former = clock.frontier();
        if (!clock.advance(frontier.covering(List.of()))) {
            replays++;
            return;
        }
        if (former != null && !finished) {
            skip(former);
        }
        if (former != null && frontier.sourceTime().isBefore(former.sourceTime())) {
            setBack(frontier.sourceTime(), finished);
        }
        boolean otherTables = capture(frontier);
        boolean otherRules = rulesSeen.changed();
        if ((askedBy.wasNotKept() || otherTables || otherRules) && former != null) {
            backlog.answers().allChanged(clock.position(), former.position());
            sweep.start();
        }
        effects.reached(Lsn.parse(frontier.lsn())).forEach(this::wake);
        buffered.forgetUpTo(clock.position());
        releasing = true;
        boolean afterSnapshot = leftovers.onFrontier(frontier);
        if (frontier.snapshotComplete()) {
            snapshotRows = 0;
        }
        if (frontier.snapshotComplete() && (afterSnapshot || firstHere)) {
            firstEvaluation.begins(changed.count(clock.position()) + timers.count(Timers.Kind.EVALUATE, clock.now()));
        }
    }

    /** One at which the snapshot was not whole says nothing of what has lasted until the next. */
    private void skip(Frontier frontier) {
        if (frontier.snapshotComplete()) {
            backlog.skipped(frontier);
        } else {
            unseen.was(frontier.sourceTime());
            backlog.forgetSkipped();
        }
    }

    /**
     * The source's clock was set back. What ends before a former frontier may not have been folded there: nothing is evaluated as of it.
     * And a time at which nobody knows how it was is not in the future.
     */
    private void setBack(Instant time, boolean finished) {
        if (!finished) {
            backlog.forgetSkipped();
        }
        if (!finished || unseen.at().isAfter(time)) {
            unseen.was(time);
        }
    }

    private boolean capture(Frontier frontier) {
        return reference.capture(Set.copyOf(frontier.tables()), Set.copyOf(frontier.enforced()));
    }

    /**
     * Does some of what is due at the present frontier, and then goes on to the next if there is one.
     *
     * @return whether something is left for another step
     */
    public boolean step() {
        int rowsPerStep = settings.stepBudget() * ROWS_PER_BUDGET;
        if (rows.step(rowsPerStep) || shared.step(rowsPerStep) || stepAtFrontier()) {
            return true;
        }
        Optional<FrontierGate.Waiting> next = gate.ready();
        if (next.isPresent()) {
            gate.removeFirst();
            reach(next.get().frontier());
        }
        return next.isPresent();
    }

    private boolean stepAtFrontier() {
        if (releasing && releaseHeld()) {
            return true;
        }
        if (!clock.open() || shared.newest().isAfter(clock.position()) || buffered.allAhead(clock.position())) {
            return false;
        }
        int budget = settings.stepBudget();
        if (removeLeftovers(budget)) {
            return true;
        }
        if (ends.foldBans(budget) == budget) {
            return true;
        }
        List<Timers.Expired> ended = ends.assignments(budget);
        if (ended.size() == budget) {
            foldBehindChanges(budget);
            return true;
        }
        ends.fold(ended);
        int reviewed = review(budget);
        if (reviewed == budget || sweep(budget - reviewed) || dueAgain()) {
            return true;
        }
        tellPassed();
        return false;
    }

    /** Changes that have waited for this frontier are applied; returns whether some wait still. */
    private boolean releaseHeld() {
        int left = settings.stepBudget() * ROWS_PER_BUDGET;
        for (String tenantId : buffered.tenants()) {
            List<RowChange> released = buffered.release(tenantId, clock.position(), left);
            applyReleased(tenantId, released);
            left -= released.size();
            if (left == 0) {
                return true;
            }
            buffered.stopIfEmpty(tenantId);
        }
        releasing = false;
        return false;
    }

    private boolean removeLeftovers(int budget) {
        Frontier frontier = present();
        SourcePosition at = clock.position();
        return leftovers.step(
                frontier,
                budget,
                clock.now(),
                tenantId -> changed(tenantId, at),
                question -> answerChanged(question, at));
    }

    private void tellPassed() {
        if (!isPassed()) {
            passed = present();
            firstEvaluation.ends();
            outbox.passed(passed);
            backlog.passed();
        }
        backlog.tidy(settings.stepBudget());
    }

    private boolean isPassed() {
        return !clock.position().isAfter(passed == null ? SourcePosition.START : passed.position());
    }

    /** The last one at which nothing was left to do, since this process began; null before that. */
    public @Nullable Frontier passed() {
        return passed;
    }

    private Frontier present() {
        return Objects.requireNonNull(clock.frontier(), "the clock is open");
    }

    /**
     * More has ended than a step folds. Tenants that have changed come first here too, each once all has been folded that has ended of its own;
     * one of which that is more than is left of the step waits for its turn among the others.
     */
    private void foldBehindChanges(int budget) {
        int left = budget;
        for (String tenantId : changed.due(clock.position(), budget)) {
            if (left == 0) {
                break;
            }
            List<Timers.Expired> own = ends.assignments(tenantId, left);
            if (own.size() < left) {
                ends.fold(own);
                lookAt(tenantId, false);
                left -= own.size() + 1;
            }
        }
        if (left > 0) {
            ends.fold(ends.assignments(left));
        }
    }

    /** Tenants that have changed come first: none of them waits for what time has made due, however much that is. */
    private int review(int budget) {
        List<String> woken = changed.due(clock.position(), budget);
        woken.forEach(tenantId -> lookAt(tenantId, false));
        if (woken.size() == budget) {
            return budget;
        }
        List<Timers.Timer> due = timers.due(Timers.Kind.EVALUATE, clock.now(), budget - woken.size());
        due.forEach(timer -> lookAt(timer.tenantId(), true));
        return woken.size() + due.size();
    }

    /** Whether a tenant that was evaluated as of an earlier frontier is due once more before this one is passed. */
    private boolean dueAgain() {
        return changed.anyBefore(clock.position())
                || !timers.due(Timers.Kind.EVALUATE, clock.now(), 1).isEmpty();
    }

    /** Nor for a change of the reference data, however many that touches. */
    private boolean sweep(int budget) {
        return sweep.step(budget, tenantId -> lookAt(tenantId, true)) == budget;
    }

    /** @param due by time, or for an answer that has changed */
    private void lookAt(String tenantId, boolean due) {
        Timers.Timer timer = Timers.Timer.evaluate(tenantId);
        if (buffered.ahead(tenantId, clock.position())) {
            buffered.buffer(tenantId);
            changed.ahead(tenantId, clock.position(), due);
            if (due) {
                timers.set(timer, clock.now().plusMillis(1));
            }
            return;
        }
        seeded.remove(tenantId);
        firstEvaluation.evaluated();
        TenantEvaluator.Next next = evaluator.evaluate(tenantId, reference.reference(), present());
        backlog.evaluated(tenantId, next.asOf());
        if (changed.contains(tenantId)) {
            // As of there nothing was left of it, and it was forgotten; but something is due since.
            tenants.know(tenantId);
        }
        if (next.at().isAfter(next.asOf().sourceTime())) {
            timers.set(timer, next.at());
        } else {
            timers.clear(timer);
            changed(tenantId, next.asOf().position());
        }
    }

    /**
     * Begins where a state that is gone has left off; before anything else is taken. Each tenant is looked at once, also one of which
     * nothing is left.
     */
    public void recall(FormerAlerts alerts, Collection<TenantStatus> statuses) {
        for (TenantStatus status : statuses) {
            evaluator.recall(status);
            wake(status.tenantId());
        }
        evaluator.recall(alerts).forEach(former -> wake(former.last().tenantId()));
    }

    /** As {@link #recall(FormerAlerts, Collection)}, of commands; their results are read again. */
    public void recall(FormerCommands commands) {
        commands.store(tenantId -> TenantEvaluator.commandsOf(store, tenantId));
        commands.tenants().forEach(this::wake);
    }

    /** As {@link #recall(FormerAlerts, Collection)}: rules whose incident several tenants had at once. */
    public void recall(Set<String> stormyRules) {
        stormyRules.forEach(rule -> storms.put(rule, true));
    }

    public Reference reference() {
        return reference.reference();
    }

    public OpenAlertCounts openAlerts() {
        return evaluator.openAlerts();
    }

    /** Records that were not newer than what had been taken; more than a few mean that cdc has sent something twice. */
    public long replays() {
        return replays + rows.replays() + shared.replays();
    }
}
