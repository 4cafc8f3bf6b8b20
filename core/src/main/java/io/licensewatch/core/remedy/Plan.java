package io.licensewatch.core.remedy;

import io.licensewatch.schemas.command.RemediationCommand;
import java.util.List;

/**
 * What the worker is to do now.
 *
 * @param commands to be sent, in this order: CANCELs first
 * @param issued the commands of this episode so far, to be remembered; empty once it has ended
 */
public record Plan(List<RemediationCommand> commands, List<IssuedCommand> issued) {
    public Plan {
        commands = List.copyOf(commands);
        issued = List.copyOf(issued);
    }
}
