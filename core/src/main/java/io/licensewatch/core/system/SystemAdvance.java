package io.licensewatch.core.system;

import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.engine.Phase;
import io.licensewatch.core.engine.RulesSeen;
import io.licensewatch.core.engine.StepBudget;
import io.licensewatch.core.frontier.FrontierGate;
import io.licensewatch.core.frontier.TaskClock;
import io.licensewatch.core.status.TenantReport;
import io.licensewatch.core.store.DurableQueue;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.json.RowChangeDecoder;
import io.licensewatch.schemas.source.Frontier;

/**
 * Reaches the frontier that all tenant tasks have passed, once all jobs before it have arrived, and applies the jobs and reports that
 * waited for it.
 */
final class SystemAdvance implements Phase {
    private final FrontierGate gate;
    private final PassedFrontiers passed;
    private final TaskClock clock;
    private final DurableQueue jobsWaiting;
    private final DurableQueue reportsWaiting;
    private final ViewJobs views;
    private final TenantScores scores;
    private final CriticalWindow window;
    private final HeldCommands held;
    private final SystemCommands commands;
    private final HealthBoard board;
    private final PublishedSnapshot published;
    private final RulesSeen rulesSeen;
    private final CheckSchedule schedule;

    SystemAdvance(
            FrontierGate gate,
            PassedFrontiers passed,
            TaskClock clock,
            DurableQueue jobsWaiting,
            DurableQueue reportsWaiting,
            ViewJobs views,
            TenantScores scores,
            CriticalWindow window,
            HeldCommands held,
            SystemCommands commands,
            HealthBoard board,
            PublishedSnapshot published,
            RulesSeen rulesSeen,
            CheckSchedule schedule) {
        this.gate = gate;
        this.passed = passed;
        this.clock = clock;
        this.jobsWaiting = jobsWaiting;
        this.reportsWaiting = reportsWaiting;
        this.views = views;
        this.scores = scores;
        this.window = window;
        this.held = held;
        this.commands = commands;
        this.board = board;
        this.published = published;
        this.rulesSeen = rulesSeen;
        this.schedule = schedule;
    }

    @Override
    public Left run(StepBudget budget) {
        while (gate.ready().isPresent()) {
            gate.removeFirst();
        }
        Frontier all = passed.byAll();
        if (all != null && !gate.holdsUpTo(all.position())) {
            reach(all);
        }
        return clock.open() ? Left.NOTHING : Left.WAITS;
    }

    private void reach(Frontier frontier) {
        boolean advanced = clock.advance(frontier);
        if (!advanced) {
            return;
        }
        boolean effects = commands.reached(frontier);
        if (effects) {
            schedule.request(Check.COMMANDS);
        }
        jobsWaiting.takeUpTo(clock.position(), Integer.MAX_VALUE).forEach(this::applyJob);
        reportsWaiting.takeUpTo(clock.position(), Integer.MAX_VALUE).forEach(item -> apply(report(item)));
        if (published.isBefore(frontier)) {
            schedule.request(Check.HEALTH);
        }
        boolean otherRules = rulesSeen.changed();
        if (otherRules) {
            views.names().forEach(this::requestView);
            Rule.ofTenants().forEach(rule -> schedule.request(Check.impact(rule.id())));
            schedule.request(Check.HEALTH);
        }
    }

    private void requestView(String view) {
        schedule.request(Check.viewFailing(view));
        schedule.request(Check.viewStale(view));
    }

    private void applyJob(DurableQueue.Item item) {
        try {
            views.apply(RowChangeDecoder.decode(item.key(), item.value())).forEach(this::requestView);
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("a job that waits was decoded when it arrived", e);
        }
    }

    private static TenantReport report(DurableQueue.Item item) {
        try {
            return TenantReport.read(item.value());
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("a report that waits was decoded when it arrived", e);
        }
    }

    private void apply(TenantReport report) {
        boolean otherScore = scores.apply(report);
        if (otherScore) {
            board.changed();
            schedule.request(Check.HEALTH);
        }
        boolean otherHeld = held.apply(report.tenantId(), report.held());
        if (otherHeld) {
            schedule.request(Check.HELD_COMMANDS);
        }
        for (String rule : report.newlyCritical()) {
            window.add(rule, report.tenantId(), report.at());
            schedule.request(Check.impact(rule));
        }
    }
}
