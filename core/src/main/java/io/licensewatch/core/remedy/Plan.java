package io.licensewatch.core.remedy;

import io.licensewatch.schemas.command.RemediationCommand;
import java.util.List;

/**
 * What is to be asked of the worker now.
 *
 * @param commands to be sent, in this order: what is taken back first
 * @param asked what was asked in this episode so far, to be remembered; empty once it is over
 */
public record Plan(List<RemediationCommand> commands, List<Asked> asked) {
    public Plan {
        commands = List.copyOf(commands);
        asked = List.copyOf(asked);
    }
}
