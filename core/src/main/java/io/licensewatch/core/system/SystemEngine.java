package io.licensewatch.core.system;

import io.licensewatch.core.alert.FormerAlerts;
import io.licensewatch.core.alert.OpenAlertCounts;
import io.licensewatch.core.command.FormerCommands;
import io.licensewatch.core.command.Reports;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.engine.EngineSettings;
import io.licensewatch.core.engine.FarRowsFirst;
import io.licensewatch.core.engine.Phase;
import io.licensewatch.core.engine.Phases;
import io.licensewatch.core.engine.RuleBook;
import io.licensewatch.core.engine.RulesSeen;
import io.licensewatch.core.engine.StepBudget;
import io.licensewatch.core.frontier.Arrivals;
import io.licensewatch.core.frontier.FrontierGate;
import io.licensewatch.core.frontier.Intake;
import io.licensewatch.core.frontier.TaskClock;
import io.licensewatch.core.status.TenantReport;
import io.licensewatch.core.store.DurableQueue;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.timer.Timers;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SnapshotReport;
import io.licensewatch.schemas.source.SourceTable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The system as a whole. It takes refresh jobs, reports of tenants and the frontiers that their tasks have passed, and evaluates the system
 * at each frontier that all tasks have passed, so never over half of the tenants. Like the tenant engine it knows neither Kafka nor a
 * clock. The caller passes in the time that {@code feed-stalled} needs.
 */
public final class SystemEngine {
    private static final SourceTable JOBS = SourceTable.MATERIALIZED_VIEW_REFRESH_JOBS;
    private static final byte[] NO_KEY = {};

    private final DurableQueue jobsWaiting;
    private final DurableQueue reportsWaiting;
    private final CriticalWindow window;
    private final SystemCommands commands;
    private final AnnouncedStorms storms;
    private final SystemAlerts alerts;
    private final TaskClock clock;
    private final TaskClock seen;
    private final PassedFrontiers passed;
    private final Intake jobs;
    private final FrontierGate gate;
    private final CheckSchedule schedule;
    private final FeedWatch feedWatch;
    private final Phases phases;
    private final EngineSettings engineSettings;
    private final SystemOutput output;

    /** @param partitions how many tenant tasks there are */
    public SystemEngine(
            KeyValues store,
            KeyValues timerStore,
            RuleBook rules,
            SystemSettings settings,
            EngineSettings engineSettings,
            int partitions,
            SystemOutput output) {
        this.engineSettings = engineSettings;
        this.output = output;
        this.clock = new TaskClock(SystemSpace.CLOCK.of(store));
        this.seen = new TaskClock(SystemSpace.SEEN.of(store));
        this.passed = new PassedFrontiers(SystemSpace.PASSED_FRONTIERS.of(store), partitions);
        this.jobs = new Intake(
                SystemSpace.FAR_JOBS.of(store),
                Arrivals.ofReference(SystemSpace.JOB_ARRIVALS.of(store)),
                new JobRows());
        this.gate = new FrontierGate(
                SystemSpace.WAITING_FRONTIERS.of(store), List.of(new FrontierGate.Input(jobs, SystemEngine::isOfJobs)));
        this.jobsWaiting = new DurableQueue(SystemSpace.JOBS_WAITING.of(store));
        this.reportsWaiting = new DurableQueue(SystemSpace.REPORTS_WAITING.of(store));
        this.window = new CriticalWindow(SystemSpace.CRITICAL_WINDOW.of(store), settings.impactWindow());
        this.commands = new SystemCommands(
                SystemSpace.COMMANDS.of(store), rules.alerts().remedies(), output);
        this.storms = new AnnouncedStorms(SystemSpace.STORMS.of(store), output);
        this.alerts = new SystemAlerts(SystemSpace.ALERTS.of(store), rules.alerts(), commands, output);
        this.schedule = new CheckSchedule(SystemSpace.REQUESTED_CHECKS.of(store), new Timers(timerStore));
        this.feedWatch = new FeedWatch(
                settings.feedSilence(), SystemSpace.FEED.of(store), alerts, passed.byAll(), seen.frontier());

        ViewJobs views = new ViewJobs(SystemSpace.VIEWS.of(store), output::leftOut);
        TenantScores scores = new TenantScores(SystemSpace.SCORES.of(store));
        HeldCommands held = new HeldCommands(SystemSpace.HELD_COMMANDS.of(store));
        HealthBoard board =
                new HealthBoard(settings, RuleNumbers.of(rules.detectors().settings(), settings));
        PublishedSnapshot published = new PublishedSnapshot(SystemSpace.PUBLISHED_SNAPSHOT.of(store), clock);
        RulesSeen rulesSeen = new RulesSeen(SystemSpace.RULES_SEEN.of(store), settings.toString());
        SystemDetectors detectors = new SystemDetectors(settings, views, window, scores, held);
        this.phases = Phases.of(
                new FarRowsFirst(jobs),
                new SystemAdvance(
                        gate,
                        passed,
                        clock,
                        jobsWaiting,
                        reportsWaiting,
                        views,
                        scores,
                        window,
                        held,
                        commands,
                        board,
                        published,
                        rulesSeen,
                        schedule),
                new MakeChecks(schedule, detectors, views, alerts, storms, published, board, clock),
                new JudgeCommands(schedule, commands, detectors, alerts, held, clock),
                new EvaluateHealth(schedule, scores, alerts, board, published, settings, clock, output),
                published);
    }

    private static boolean isOfJobs(Frontier.Covered covered) {
        return covered.table().equals(JOBS.qualifiedName());
    }

    /** A row of the refresh jobs. It waits until all tasks have passed its frontier. */
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
            output.deadLetter(key, value, reason);
        }
    }

    /** A report of a tenant task. It waits until all tasks have passed its frontier. */
    public void onReport(TenantReport report) {
        reportsWaiting.add(report.position(), NO_KEY, report.toJson().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What a worker reports of a command. It takes effect at the next frontier that all tasks have passed.
     *
     * @throws MalformedRecordException when it cannot be about the command that it names
     */
    public Reports.Taken onResult(RemediationResult result) throws MalformedRecordException {
        Reports.Taken taken = commands.take(result, clock.now());
        if (taken == Reports.Taken.NEWS) {
            schedule.request(Check.COMMANDS);
        }
        return taken;
    }

    /**
     * A request of an operator. It becomes a command at the next frontier that all tasks have passed.
     *
     * @throws MalformedRecordException when it cannot be carried out
     */
    public void onRequest(OperatorAction action) throws MalformedRecordException {
        boolean isNew = commands.take(action, clock.now());
        if (isNew) {
            schedule.request(Check.COMMANDS);
        }
    }

    /** A frontier has arrived. Some of the jobs that it covers may arrive later. */
    public void onFrontier(Frontier frontier) {
        if (!gate.passes(frontier)) {
            gate.add(frontier);
        }
        boolean advanced = seen.advance(frontier.covering(List.of()));
        if (advanced) {
            feedWatch.onFrontier(frontier);
        }
        jobs.onFrontier(frontier);
    }

    /** Progress of cdc with a snapshot. Only {@code feed-stalled} depends on it. */
    public void onSnapshot(SnapshotReport report) {
        feedWatch.onSnapshot(report);
    }

    /**
     * Time by the clocks of this machine. Only {@code feed-stalled} depends on it.
     *
     * @param millis of a monotonic clock; only differences are used
     * @param machine the wall clock of this machine
     */
    public void onTime(long millis, Instant machine) {
        feedWatch.onTime(millis, machine);
    }

    /**
     * How much is left for a tenant task that has passed no frontier yet. Only {@code feed-stalled} depends on it.
     *
     * @param partition less than how many tasks there are
     */
    public void onCatchUp(int partition, CatchUpReport report) {
        feedWatch.onCatchUp(partition, report);
    }

    /** The last frontier that the reference task has sent; null before the first. */
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

    /** Whether jobs wait because no frontier is near their position. */
    public boolean keepsFarRows() {
        return jobs.keepsFarRows();
    }

    /** The first jobs that the first frontier waits for. */
    public Optional<Frontier.Covered> missing() {
        return gate.missing();
    }

    /**
     * Does some of what is due at the frontier that all have passed.
     *
     * @return whether something is left for another step
     */
    public boolean step() {
        return phases.run(StepBudget.of(engineSettings)) == Phase.Left.MORE;
    }

    /** Continues from what a lost state has published, before any input. Each alert is evaluated once. */
    public void recall(FormerAlerts former) {
        for (FormerAlerts.Former one : alerts.recall(former)) {
            if (one.isOpen() && one.last().rule().equals(Rule.MULTI_TENANT_IMPACT.id())) {
                recallStorm(one.last());
            }
            Check.ofAlert(one.last().rule(), one.last().subject()).ifPresent(schedule::request);
        }
    }

    /**
     * When each of its tenants became critical is lost, so the first frontier is taken for that. The storm may last too long, and a person is
     * asked too often; if it ended too early, nobody would be asked.
     */
    private void recallStorm(AlertEvent last) {
        String rule = last.subject();
        if (Rule.isOfTenants(rule)) {
            window.recall(rule, ImpactDetector.tenants(last));
            storms.is(rule, true, last.occurredAt());
        }
    }

    /** As {@link #recall(FormerAlerts)}, of commands. Their results are read again. */
    public void recall(FormerCommands former) {
        commands.recall(former);
        schedule.request(Check.COMMANDS);
    }

    public OpenAlertCounts openAlerts() {
        return alerts.counts();
    }

    /** Rows that were not newer than what had been taken. */
    public long replays() {
        return jobs.replays();
    }
}
