package io.licensewatch.worker;

import io.licensewatch.schemas.command.CommandType;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Pauses commands. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description = {
            "Pauses commands: all, or those of a tenant or a type. Once it has returned, no command that it covers is executed; it waits for running executions.",
            "Log in as a member of licensewatch_operator: --postgres-url, or --postgres-user and its password."
        })
final class PauseCommand extends OperatorCommand {
    @Option(names = "--tenant", paramLabel = "ID", description = "Only commands of this tenant.")
    private @Nullable String tenant;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "Only commands of this type: ${COMPLETION-CANDIDATES}.")
    private @Nullable CommandType type;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "Why, for the people who see held commands.")
    private String reason = "";

    @Option(names = "--by", paramLabel = "NAME", description = "Who pauses. Default: the user of this machine.")
    private String by = System.getProperty("user.name", "unknown");

    @Override
    void run(OperatorSession session, PrintWriter out) {
        session.pause(tenant, type == null ? null : type.name(), by, reason);
        out.println("paused " + Scope.of(tenant, type) + "; none of them is executed from now on");
    }
}
