package io.licensewatch.console.api;

import io.licensewatch.control.CommandView;
import io.licensewatch.control.CommandWords;
import io.licensewatch.control.Situation;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.result.Verdict;
import java.time.Instant;
import java.util.List;

/**
 * A command with all its records.
 *
 * @param changes description of its changes
 */
public record CommandJson(
        String commandId,
        Situation situation,
        String changes,
        boolean takenBack,
        RemediationCommand command,
        List<RemediationResult> results,
        List<Verdict> verdicts,
        List<OperatorAction> actions) {
    public static CommandJson of(CommandView view, Instant now) {
        return new CommandJson(
                view.id(),
                Situation.of(view, now),
                CommandWords.of(view.command()),
                view.takenBack(),
                view.command(),
                view.results(),
                view.verdicts(),
                view.actions());
    }
}
