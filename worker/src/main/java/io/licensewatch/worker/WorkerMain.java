package io.licensewatch.worker;

import io.licensewatch.runtime.process.CommandErrors;
import io.licensewatch.worker.sql.PrepareWorkerCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Main class of the worker's process. */
@Command(
        name = "licensewatch-worker",
        mixinStandardHelpOptions = true,
        description = "The worker of licensewatch: executes commands in the source database.")
public final class WorkerMain {
    private WorkerMain() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new WorkerMain())
                .addSubcommand(WorkerCommand.commandLine())
                .addSubcommand(PrepareWorkerCommand.commandLine());
        return CommandErrors.handledBy(line);
    }
}
