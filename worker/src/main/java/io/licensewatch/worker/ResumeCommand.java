package io.licensewatch.worker;

import io.licensewatch.schemas.command.CommandType;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Ends a pause. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = {
            "Ends the pause of all, or of a tenant or a type: exactly the pause with the same flags. It also resets the failures of the type.",
            "Log in as a member of licensewatch_operator: --postgres-url, or --postgres-user and its password."
        })
final class ResumeCommand extends OperatorCommand {
    @Option(names = "--tenant", paramLabel = "ID", description = "The pause of this tenant.")
    private @Nullable String tenant;

    @Option(names = "--type", paramLabel = "TYPE", description = "The pause of this type: ${COMPLETION-CANDIDATES}.")
    private @Nullable CommandType type;

    @Option(names = "--by", paramLabel = "NAME", description = "Who resumes. Default: the user of this machine.")
    private String by = System.getProperty("user.name", "unknown");

    @Override
    void run(OperatorSession session, PrintWriter out) {
        session.resume(tenant, type == null ? null : type.name(), by);
        int left = session.status().path("pauses").size();
        out.println("resumed " + Scope.of(tenant, type)
                + (left == 0 ? "; nothing is paused" : "; pauses that are left: " + left));
    }
}
