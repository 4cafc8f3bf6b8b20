package io.licensewatch.cli.remedy;

import io.licensewatch.control.CommandView;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.RemediationResult;
import java.time.Duration;
import java.util.List;

/** Prints the steps of a command as the worker reports them, until it waits or ends. */
final class Following {
    private final CommandLog log;
    private final Terminal terminal;
    private int printed;

    /** @param known the number of steps that were printed before */
    Following(CommandLog log, Terminal terminal, int known) {
        this.log = log;
        this.terminal = terminal;
        this.printed = known;
    }

    void follow(String commandId, Duration patience) {
        if (!patience.isZero() && !log.await(() -> hasSettled(commandId), patience)) {
            terminal.say("The command is still in progress after " + patience.toSeconds()
                    + " s; a worker has to run. See: licensewatch command " + commandId);
        }
    }

    private boolean hasSettled(String commandId) {
        List<RemediationResult> results =
                log.book().view(commandId).map(CommandView::results).orElse(List.of());
        boolean settled = false;
        for (; printed < results.size(); printed++) {
            terminal.say(CommandStory.step(results.get(printed)));
            settled = lasts(results.get(printed).state());
        }
        return settled;
    }

    private static boolean lasts(CommandState state) {
        return state.isFinal() || state == CommandState.HELD || state == CommandState.AWAITING_APPROVAL;
    }
}
