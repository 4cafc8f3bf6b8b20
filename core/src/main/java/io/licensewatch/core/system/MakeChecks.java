package io.licensewatch.core.system;

import io.licensewatch.core.detect.Detection;
import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.engine.Phase;
import io.licensewatch.core.engine.StepBudget;
import io.licensewatch.core.frontier.TaskClock;
import io.licensewatch.schemas.source.Frontier;
import java.time.Instant;
import java.util.List;

/** Makes the independent checks that are due. */
final class MakeChecks implements Phase {
    private final CheckSchedule schedule;
    private final SystemDetectors detectors;
    private final ViewJobs views;
    private final SystemAlerts alerts;
    private final AnnouncedStorms storms;
    private final PublishedSnapshot published;
    private final HealthBoard board;
    private final TaskClock clock;

    MakeChecks(
            CheckSchedule schedule,
            SystemDetectors detectors,
            ViewJobs views,
            SystemAlerts alerts,
            AnnouncedStorms storms,
            PublishedSnapshot published,
            HealthBoard board,
            TaskClock clock) {
        this.schedule = schedule;
        this.detectors = detectors;
        this.views = views;
        this.alerts = alerts;
        this.storms = storms;
        this.published = published;
        this.board = board;
        this.clock = clock;
    }

    @Override
    public Left run(StepBudget budget) {
        List<Check> due = schedule.due(clock.now(), budget.evaluations());
        due.forEach(this::make);
        budget.evaluated(due.size());
        return Left.moreIf(schedule.anyDue(clock.now()));
    }

    private void make(Check check) {
        Frontier frontier = clock.present();
        Instant now = frontier.sourceTime();
        Detection detection = detectors.detect(check, frontier);
        Observation observation = detection.observations().get(0);
        SystemAlerts.Result result =
                alerts.evaluate(observation, now, published.isBefore(frontier), views.newestSuccess(observation));
        schedule.made(check, result.next().orAt(detection.recheckAt(), now));
        if (check.kind() == Check.Kind.IMPACT) {
            boolean open = alerts.openedAt(observation.rule().id(), check.subject()) != null;
            storms.is(check.subject(), open, now);
        }
        if (result.changed()) {
            board.changed();
            schedule.request(Check.HEALTH);
        }
    }
}
