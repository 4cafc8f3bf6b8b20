package io.licensewatch.core.system;

import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.engine.Phase;
import io.licensewatch.core.engine.StepBudget;
import io.licensewatch.core.frontier.TaskClock;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.status.SystemHealth;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** Evaluates and publishes the health score, last, as it counts the alerts of the others. */
final class EvaluateHealth implements Phase {
    private final CheckSchedule schedule;
    private final TenantScores scores;
    private final SystemAlerts alerts;
    private final HealthBoard board;
    private final PublishedSnapshot published;
    private final SystemSettings settings;
    private final TaskClock clock;
    private final SystemOutput output;

    EvaluateHealth(
            CheckSchedule schedule,
            TenantScores scores,
            SystemAlerts alerts,
            HealthBoard board,
            PublishedSnapshot published,
            SystemSettings settings,
            TaskClock clock,
            SystemOutput output) {
        this.schedule = schedule;
        this.scores = scores;
        this.alerts = alerts;
        this.board = board;
        this.published = published;
        this.settings = settings;
        this.clock = clock;
        this.output = output;
    }

    @Override
    public Left run(StepBudget budget) {
        if (!schedule.isDue(Check.HEALTH, clock.now())) {
            return Left.NOTHING;
        }
        evaluate(clock.present());
        return Left.moreIf(schedule.isDue(Check.HEALTH, clock.now()));
    }

    private void evaluate(Frontier frontier) {
        Set<String> failing = alerts.open(Rule.VIEW_REFRESH_FAILING.id());
        Set<String> stale = alerts.open(Rule.VIEW_STALE.id());
        Set<HealthBoard.OpenView> open = new HashSet<>();
        failing.forEach(view -> open.add(new HealthBoard.OpenView(Rule.VIEW_REFRESH_FAILING.id(), view)));
        stale.forEach(view -> open.add(new HealthBoard.OpenView(Rule.VIEW_STALE.id(), view)));
        HealthScore score = new HealthScore(scores.live(), scores.sum(), failing.size(), stale.size());
        Instant now = frontier.sourceTime();
        SystemAlerts.Result result = alerts.evaluate(score.observation(settings), now, published.isBefore(frontier));
        HealthBoard.Update update = board.update(score, scores, open, frontier);
        schedule.made(Check.HEALTH, result.next().orAt(update.again(), now));
        SystemHealth health = update.health();
        if (health != null) {
            output.health(health);
        }
    }
}
