package io.licensewatch.worker;

import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.runtime.process.CommandErrors;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.runtime.settings.SettingFlags;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command of an operator, executed by functions in the source. */
abstract class OperatorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private @Nullable SettingFlags flags;

    static CommandLine commandLine(OperatorCommand command) {
        CommandLine line = new CommandLine(command);
        command.flags = SettingFlags.addTo(line.getCommandSpec(), WorkerSettings.source());
        return CommandErrors.handledBy(line);
    }

    abstract void run(OperatorSession session, PrintWriter out);

    @Override
    public Integer call() {
        try (OperatorSession session =
                OperatorSession.open(Objects.requireNonNull(flags).load(System.getenv()))) {
            run(session, spec.commandLine().getOut());
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        } catch (UnfitSourceException e) {
            e.failures().forEach(failure -> spec.commandLine().getErr().println(failure));
            spec.commandLine().getErr().flush();
            return e.exitCode();
        }
    }
}
