package io.licensewatch.core.system;

import io.licensewatch.core.command.ObservedAlert;
import io.licensewatch.core.engine.Phase;
import io.licensewatch.core.engine.StepBudget;
import io.licensewatch.core.frontier.TaskClock;
import io.licensewatch.core.timer.NextEvaluation;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.VerifyBy;
import io.licensewatch.schemas.source.Frontier;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges the system's own commands, after the alerts that they are for have taken their step. */
final class JudgeCommands implements Phase {
    private final CheckSchedule schedule;
    private final SystemCommands commands;
    private final SystemDetectors detectors;
    private final SystemAlerts alerts;
    private final HeldCommands held;
    private final TaskClock clock;

    JudgeCommands(
            CheckSchedule schedule,
            SystemCommands commands,
            SystemDetectors detectors,
            SystemAlerts alerts,
            HeldCommands held,
            TaskClock clock) {
        this.schedule = schedule;
        this.commands = commands;
        this.detectors = detectors;
        this.alerts = alerts;
        this.held = held;
        this.clock = clock;
    }

    @Override
    public Left run(StepBudget budget) {
        if (!schedule.isDue(Check.COMMANDS, clock.now())) {
            return Left.NOTHING;
        }
        Frontier frontier = clock.present();
        Instant again = commands.judge(by -> observed(by, frontier), frontier);
        schedule.made(Check.COMMANDS, NextEvaluation.at(again, frontier.sourceTime()));
        boolean heldChanged =
                held.apply(AlertEvent.SYSTEM_TENANT, commands.book().held());
        if (heldChanged) {
            schedule.request(Check.HELD_COMMANDS);
        }
        requestChecksOfSpent();
        return Left.moreIf(schedule.anyDue(clock.now()) || schedule.isDue(Check.COMMANDS, clock.now()));
    }

    /** Another attempt may be due of what did not help. */
    private void requestChecksOfSpent() {
        commands.book().all().stream()
                .filter(one -> commands.book().spent(one.commandId()) && one.verifyBy() != null)
                .map(one -> Objects.requireNonNull(one.verifyBy()))
                .map(by -> Check.ofAlert(by.rule(), by.subject()))
                .flatMap(Optional::stream)
                .forEach(schedule::request);
    }

    private @Nullable ObservedAlert observed(VerifyBy by, Frontier frontier) {
        return Check.ofAlert(by.rule(), by.subject())
                .filter(check -> check.kind().isOfView())
                .map(check -> new ObservedAlert(
                        detectors.detect(check, frontier).observations().get(0),
                        alerts.openedAt(by.rule(), by.subject())))
                .orElse(null);
    }
}
