package io.licensewatch.core.system;

import io.licensewatch.core.alert.FormerAlerts;
import io.licensewatch.core.alert.OpenAlertCounts;
import io.licensewatch.core.command.FormerCommands;
import io.licensewatch.core.command.ObservedAlert;
import io.licensewatch.core.command.Reports;
import io.licensewatch.core.detect.Detection;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.engine.EngineSettings;
import io.licensewatch.core.engine.RuleBook;
import io.licensewatch.core.engine.RulesSeen;
import io.licensewatch.core.frontier.Arrivals;
import io.licensewatch.core.frontier.FrontierGate;
import io.licensewatch.core.frontier.Intake;
import io.licensewatch.core.frontier.TaskClock;
import io.licensewatch.core.status.TenantReport;
import io.licensewatch.core.store.DurableQueue;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.Space;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.core.timer.Timers;
import io.licensewatch.core.timer.Timers.Timer;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.VerifyBy;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.json.RowChangeDecoder;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SnapshotReport;
import io.licensewatch.schemas.source.SourceTable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The system as a whole: takes refresh jobs, what tenants report and how far their tasks are, and says what there is to
 * say at each frontier that all of them have passed, so never on half of the tenants. Like the engine of tenants it knows
 * neither Kafka nor a clock; only how long the feed has been silent is told from outside.
 */
public final class SystemEngine {
    private static final SourceTable JOBS = SourceTable.MATERIALIZED_VIEW_REFRESH_JOBS;
    private static final Timer HEALTH = timer(Rule.SYSTEM_HEALTH, Rule.SYSTEM_HEALTH.subject());
    private static final Timer HELD = timer(Rule.REMEDIATION_HELD, Rule.REMEDIATION_HELD.subject());
    private static final Timer COMMANDS = new Timer(Timers.Kind.EVALUATE, "commands", "");
    /** What rests on the alerts comes after them. */
    private static final Set<Timer> LAST = Set.of(HEALTH, COMMANDS);

    private static final byte[] NO_KEY = {};
    private static final byte[] LOOKED = {1};
    private static final int VERSION = 1;

    private final KeyValues marks;
    private final DurableQueue jobsWaiting;
    private final DurableQueue reportsWaiting;
    private final ViewJobs views;
    private final TenantScores scores;
    private final CriticalWindow window;
    private final SystemCommands commands;
    private final HeldCommands held;
    private final AnnouncedStorms storms;
    private final RulesSeen rulesSeen;
    private final SystemAlerts alerts;
    private final TaskClock clock;
    private final TaskClock seen;
    private final PassedFrontiers passed;
    private final Intake jobs;
    private final FrontierGate gate;
    private final Timers timers;
    private final ViewDetector viewDetector;
    private final ImpactDetector impactDetector;
    private final FeedWatch feedWatch;
    private final HealthBoard board;
    private final SystemSettings settings;
    private final EngineSettings engineSettings;
    private final SystemOutbox outbox;

    /** @param partitions how many tenant tasks there are */
    public SystemEngine(
            KeyValues store,
            KeyValues timerStore,
            RuleBook rules,
            SystemSettings settings,
            EngineSettings engineSettings,
            int partitions,
            SystemOutbox outbox) {
        this.marks = new Space(store, 0x01);
        this.jobsWaiting = new DurableQueue(new Space(store, 0x02));
        this.reportsWaiting = new DurableQueue(new Space(store, 0x03));
        this.views = new ViewJobs(new Space(store, 0x04), outbox::leftOut);
        this.scores = new TenantScores(new Space(store, 0x05));
        this.window = new CriticalWindow(new Space(store, 0x06), settings.impactWindow());
        this.commands =
                new SystemCommands(new Space(store, 0x0E), rules.alerts().remedies(), outbox);
        this.held = new HeldCommands(new Space(store, 0x0F));
        this.storms = new AnnouncedStorms(new Space(store, 0x10), outbox);
        this.rulesSeen = new RulesSeen(new Space(store, 0x11), settings.toString());
        this.alerts = new SystemAlerts(new Space(store, 0x07), rules.alerts(), commands, outbox);
        this.clock = new TaskClock(new Space(store, 0x08));
        this.seen = new TaskClock(new Space(store, 0x09));
        this.passed = new PassedFrontiers(new Space(store, 0x0A), partitions);
        this.jobs = new Intake(new Space(store, 0x0D), Arrivals.ofReference(new Space(store, 0x0B)), new JobRows());
        this.gate =
                new FrontierGate(new Space(store, 0x0C), List.of(new FrontierGate.Input(jobs, SystemEngine::isOfJobs)));
        this.timers = new Timers(timerStore);
        this.viewDetector = new ViewDetector(settings);
        this.impactDetector = new ImpactDetector(settings);
        this.feedWatch = new FeedWatch(settings.feedSilence(), marks, alerts, passed.byAll(), seen.frontier());
        this.board = new HealthBoard(settings, RuleNumbers.of(rules.detectors().settings(), settings));
        this.settings = settings;
        this.engineSettings = engineSettings;
        this.outbox = outbox;
    }

    private static Timer timer(Rule rule, String subject) {
        return new Timer(Timers.Kind.EVALUATE, rule.id(), subject);
    }

    /** A row of the refresh jobs; it waits until its frontier has been passed. */
    public void onJob(byte[] key, byte[] value) {
        jobs.take(key, value);
    }

    private final class JobRows implements Intake.Task {
        @Override
        public SourceTable table(RowChange change) throws MalformedRecordException {
            if (!change.schema().equals(JOBS.schema()) || !change.table().equals(JOBS.tableName())) {
                throw new MalformedRecordException(
                        "table " + change.schema() + "." + change.table() + " is not " + JOBS.qualifiedName());
            }
            return JOBS;
        }

        @Override
        public void apply(SourceTable table, RowChange change, byte[] key, byte[] value)
                throws MalformedRecordException {
            ViewJobs.check(change);
            jobsWaiting.add(change.position(), key, value);
        }

        @Override
        public void reject(byte[] key, byte[] value, String reason) {
            outbox.deadLetter(key, value, reason);
        }
    }

    /** What a tenant's task says; it waits until all tasks have come so far. */
    public void onReport(TenantReport report) {
        reportsWaiting.add(report.position(), NO_KEY, report.toJson().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What a worker reports of a command; seen at the next frontier that all tasks have passed.
     *
     * @throws MalformedRecordException when it cannot be about the command that it names
     */
    public Reports.Taken onResult(RemediationResult result) throws MalformedRecordException {
        Reports.Taken taken = commands.take(result, clock.now());
        if (taken == Reports.Taken.NEWS) {
            wake(COMMANDS);
        }
        return taken;
    }

    /**
     * What an operator requests; it becomes a command at the next frontier that all tasks have passed.
     *
     * @throws MalformedRecordException when it cannot be carried out
     */
    public void onRequest(OperatorAction action) throws MalformedRecordException {
        if (commands.take(action, clock.now())) {
            wake(COMMANDS);
        }
    }

    /** A frontier has come in. Of the jobs that it covers some may still be on their way. */
    public void onFrontier(Frontier frontier) {
        if (!gate.passes(frontier)) {
            gate.add(frontier);
        }
        if (seen.advance(frontier.covering(List.of()))) {
            feedWatch.onFrontier(frontier);
        }
        jobs.onFrontier(frontier);
    }

    /** How far cdc is with a snapshot; only {@code feed-stalled} depends on it. */
    public void onSnapshot(SnapshotReport report) {
        feedWatch.onSnapshot(report);
    }

    /**
     * Time passes, by the clocks of this machine; only {@code feed-stalled} depends on it.
     *
     * @param millis by a clock that goes on evenly; only differences mean something
     * @param machine what time this machine takes it for
     */
    public void onTime(long millis, Instant machine) {
        feedWatch.onTime(millis, machine);
    }

    /**
     * A tenant task has passed no frontier yet, and says how much is left; only {@code feed-stalled} depends on it.
     *
     * @param partition less than how many tasks there are
     */
    public void onCatchUp(int partition, CatchUpReport report) {
        feedWatch.onCatchUp(partition, report);
    }

    /** The last frontier that the reference task has passed on; null before the first. */
    public @Nullable Frontier seen() {
        return seen.frontier();
    }

    /**
     * A tenant task has nothing left to do at a frontier.
     *
     * @param partition less than how many tasks there are
     * @return whether something is left for another step
     */
    public boolean onPassed(int partition, Frontier frontier) {
        passed.passed(partition, frontier);
        feedWatch.onPassed(partition);
        Frontier all = passed.byAll();
        if (all != null) {
            feedWatch.onPassed(all);
        }
        return step();
    }

    /** Whether jobs are kept whose position no frontier is near. */
    public boolean keepsFarRows() {
        return jobs.keepsFarRows();
    }

    /** Jobs that are waited for. */
    public Optional<Frontier.Covered> missing() {
        return gate.missing();
    }

    private static boolean isOfJobs(Frontier.Covered covered) {
        return covered.table().equals(JOBS.qualifiedName());
    }

    /** Reaches the frontier that all tasks have passed, once all jobs before it have arrived. */
    private void goOn() {
        while (gate.ready().isPresent()) {
            gate.removeFirst();
        }
        Frontier all = passed.byAll();
        if (all == null || gate.holdsUpTo(all.position()) || !clock.advance(all)) {
            return;
        }
        if (commands.reached(all)) {
            wake(COMMANDS);
        }
        jobsWaiting.takeUpTo(clock.position(), Integer.MAX_VALUE).forEach(this::applyJob);
        reportsWaiting.takeUpTo(clock.position(), Integer.MAX_VALUE).forEach(item -> applyReport(stored(item)));
        if (seeded(all)) {
            wake(HEALTH);
        }
        if (rulesSeen.changed()) {
            wakeAll();
        }
    }

    private void wakeAll() {
        views.names().forEach(this::wakeView);
        Rule.ofTenants().forEach(rule -> wake(timer(Rule.MULTI_TENANT_IMPACT, rule.id())));
        wake(HEALTH);
    }

    private void wakeView(String view) {
        wake(timer(Rule.VIEW_REFRESH_FAILING, view));
        wake(timer(Rule.VIEW_STALE, view));
    }

    private void applyJob(DurableQueue.Item item) {
        try {
            views.apply(RowChangeDecoder.decode(item.key(), item.value())).forEach(this::wakeView);
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("a job that waits was understood when it came", e);
        }
    }

    private static TenantReport stored(DurableQueue.Item item) {
        try {
            return TenantReport.read(item.value());
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("a report that waits was understood when it came", e);
        }
    }

    private void applyReport(TenantReport report) {
        if (scores.apply(report)) {
            board.changed();
            wake(HEALTH);
        }
        count(report.tenantId(), report.held());
        for (String rule : report.newlyCritical()) {
            window.add(rule, report.tenantId(), report.at());
            wake(timer(Rule.MULTI_TENANT_IMPACT, rule));
        }
    }

    private void count(String owner, Map<String, Long> commands) {
        if (held.apply(owner, commands)) {
            wake(HELD);
        }
    }

    private void wake(Timer timer) {
        timers.set(timer, Instant.EPOCH);
    }

    /** Whether nothing has been told yet of what this snapshot brought. */
    private boolean seeded(Frontier frontier) {
        byte[] stored = marks.get(LOOKED);
        return stored == null || new ValueReader(stored, VERSION).number() != frontier.epoch();
    }

    /**
     * Does some of what is due at the frontier that all have passed.
     *
     * @return whether something is left for another step
     */
    public boolean step() {
        if (jobs.step(engineSettings.stepBudget())) {
            return true;
        }
        goOn();
        Frontier frontier = clock.frontier();
        if (frontier == null || !clock.open()) {
            return false;
        }
        boolean seeded = seeded(frontier);
        List<Timer> due = due(frontier);
        due.stream()
                .filter(timer -> !LAST.contains(timer))
                .limit(engineSettings.stepBudget())
                .forEach(timer -> look(timer, frontier, seeded));
        due = due(frontier);
        if (due.contains(COMMANDS) && LAST.containsAll(due)) {
            judge(frontier);
            due = due(frontier);
        }
        if (due.equals(List.of(HEALTH))) {
            lookAtHealth(frontier, seeded); // last, as it counts the alerts of the others
            due = due(frontier);
        }
        if (!due.isEmpty()) {
            return true;
        }
        if (seeded) {
            marks.put(LOOKED, new ValueWriter(VERSION).number(frontier.epoch()).toBytes());
        }
        return false;
    }

    /** More than a step does, by those that come last. */
    private List<Timer> due(Frontier frontier) {
        return timers.due(Timers.Kind.EVALUATE, frontier.sourceTime(), engineSettings.stepBudget() + LAST.size());
    }

    private void look(Timer timer, Frontier frontier, boolean seeded) {
        Instant now = frontier.sourceTime();
        Detection detection = detect(timer.tenantId(), timer.detail(), frontier);
        Observation observation = detection.observations().get(0);
        SystemAlerts.Result result = alerts.evaluate(observation, now, seeded, views.newestSuccess(observation));
        timers.set(timer, earlier(detection.recheckAt(), result.wakeAt()));
        if (observation.rule() == Rule.MULTI_TENANT_IMPACT) {
            String rule = observation.subject();
            storms.is(rule, alerts.openedAt(observation.rule().id(), rule) != null, now);
        }
        if (result.changed()) {
            board.changed();
            wake(HEALTH);
        }
    }

    private void judge(Frontier frontier) {
        timers.set(COMMANDS, commands.judge(by -> observed(by, frontier), frontier));
        count(AlertEvent.SYSTEM_TENANT, commands.book().held());
        // Another attempt may be due of what did not help.
        commands.book().all().stream()
                .filter(one -> commands.book().spent(one.commandId()) && one.verifyBy() != null)
                .map(one -> Objects.requireNonNull(one.verifyBy()))
                .forEach(by -> timers.set(new Timer(Timers.Kind.EVALUATE, by.rule(), by.subject()), Instant.EPOCH));
    }

    private @Nullable ObservedAlert observed(VerifyBy by, Frontier frontier) {
        boolean view =
                by.rule().equals(Rule.VIEW_REFRESH_FAILING.id()) || by.rule().equals(Rule.VIEW_STALE.id());
        return view
                ? new ObservedAlert(
                        detect(by.rule(), by.subject(), frontier).observations().get(0),
                        alerts.openedAt(by.rule(), by.subject()))
                : null;
    }

    private Detection detect(String rule, String subject, Frontier frontier) {
        if (rule.equals(Rule.MULTI_TENANT_IMPACT.id())) {
            return impactDetector.detect(subject, window, scores.live(), frontier.sourceTime());
        }
        if (rule.equals(Rule.REMEDIATION_HELD.id())) {
            return new Detection(List.of(held.observation()), Instant.MAX);
        }
        boolean failing = rule.equals(Rule.VIEW_REFRESH_FAILING.id());
        if (!frontier.tables().contains(JOBS.qualifiedName())) {
            Rule known = failing ? Rule.VIEW_REFRESH_FAILING : Rule.VIEW_STALE;
            return new Detection(
                    List.of(new Observation.InsufficientData(known, subject, JOBS.qualifiedName())), Instant.MAX);
        }
        return failing
                ? new Detection(List.of(viewDetector.failing(subject, views)), Instant.MAX)
                : viewDetector.stale(subject, views.state(subject), frontier.sourceTime());
    }

    private void lookAtHealth(Frontier frontier, boolean seeded) {
        Set<HealthBoard.OpenView> open = new HashSet<>();
        Set<String> failing = alerts.open(Rule.VIEW_REFRESH_FAILING.id());
        Set<String> stale = alerts.open(Rule.VIEW_STALE.id());
        failing.forEach(view -> open.add(new HealthBoard.OpenView(Rule.VIEW_REFRESH_FAILING.id(), view)));
        stale.forEach(view -> open.add(new HealthBoard.OpenView(Rule.VIEW_STALE.id(), view)));
        HealthScore score = new HealthScore(scores.live(), scores.sum(), failing.size(), stale.size());
        SystemAlerts.Result result = alerts.evaluate(score.observation(settings), frontier.sourceTime(), seeded);
        HealthBoard.Update update = board.update(score, scores, open, frontier);
        timers.set(HEALTH, earlier(update.again(), result.wakeAt()));
        if (update.health() != null) {
            outbox.health(Objects.requireNonNull(update.health()));
        }
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    /** Begins where a state that is gone has left off; before anything else is taken. Each alert is looked at once. */
    public void recall(FormerAlerts former) {
        for (FormerAlerts.Former one : alerts.recall(former)) {
            if (one.isOpen() && one.last().rule().equals(Rule.MULTI_TENANT_IMPACT.id())) {
                recallStorm(one.last());
            }
            if (!one.last().rule().equals(Rule.FEED_STALLED.id())) { // is looked at all the time
                wake(new Timer(
                        Timers.Kind.EVALUATE, one.last().rule(), one.last().subject()));
            }
        }
    }

    /**
     * When each of its tenants became critical is lost. As if it had been at the first frontier: a storm that lasts too long asks a
     * person too often, and one that ends too early does not ask.
     */
    private void recallStorm(AlertEvent last) {
        String rule = last.subject();
        if (Rule.isOfTenants(rule)) {
            window.recall(rule, ImpactDetector.tenants(last));
            storms.is(rule, true, last.occurredAt());
        }
    }

    /** As {@link #recall(FormerAlerts)}, of commands; their results are read again. */
    public void recall(FormerCommands former) {
        commands.recall(former);
        wake(COMMANDS);
    }

    public OpenAlertCounts openAlerts() {
        return alerts.counts();
    }

    /** Rows that were not newer than what had been taken. */
    public long replays() {
        return jobs.replays();
    }
}
