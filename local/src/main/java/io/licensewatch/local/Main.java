package io.licensewatch.local;

import io.licensewatch.cdc.CdcCommand;
import io.licensewatch.cdc.CheckCommand;
import io.licensewatch.cdc.LintRunbookCommand;
import io.licensewatch.cdc.PrepareSourceCommand;
import io.licensewatch.cdc.ResyncCommand;
import io.licensewatch.cli.TailCommand;
import io.licensewatch.cli.remedy.ApproveCommand;
import io.licensewatch.cli.remedy.CommandCommand;
import io.licensewatch.cli.remedy.CommandsCommand;
import io.licensewatch.cli.remedy.RejectCommand;
import io.licensewatch.cli.remedy.RequestCommand;
import io.licensewatch.console.ConsoleCommand;
import io.licensewatch.runtime.process.FormatLocale;
import io.licensewatch.runtime.process.Version;
import io.licensewatch.streams.StreamsCommand;
import io.licensewatch.streams.replay.ReplayCommand;
import io.licensewatch.worker.WorkerCommand;
import io.licensewatch.worker.sql.PrepareWorkerCommand;
import io.licensewatch.worker.sql.WorkerCheck;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Main class of the launcher: every command of licensewatch. */
@Command(
        name = "licensewatch",
        mixinStandardHelpOptions = true,
        versionProvider = Version.Provider.class,
        description = "Finds licensing incidents of a multi-tenant SaaS in the change stream of its Postgres.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Every command has --help.",
            "Exit codes: 0 done, or stopped cleanly; 1 failed; 2 wrong usage or configuration; 3 a check of Postgres or"
                    + " Kafka failed; 4 Postgres or Kafka refused the login."
        })
public final class Main implements Runnable {
    /** They run for long and unattended, so their log says what happens. The others talk to a person. */
    private static final Set<String> SERVICES = Set.of("cdc", "streams", "worker", "console");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Main() {}

    public static void main(String[] arguments) {
        FormatLocale.set();
        LocalLogging.configure(arguments.length > 0 && SERVICES.contains(arguments[0]));
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return LocalErrors.handledBy(new CommandLine(new Main())
                .addSubcommand(DemoCommand.commandLine())
                .addSubcommand(LocalCommand.commandLine())
                .addSubcommand(CdcCommand.commandLine())
                .addSubcommand(StreamsCommand.commandLine())
                .addSubcommand(WorkerCommand.commandLine())
                .addSubcommand(ConsoleCommand.commandLine())
                .addSubcommand(new LaunchedBench())
                .addSubcommand(PrepareSourceCommand.commandLine())
                .addSubcommand(PrepareWorkerCommand.commandLine())
                .addSubcommand(CheckCommand.commandLine(WorkerCheck::of))
                .addSubcommand(ResyncCommand.commandLine())
                .addSubcommand(LintRunbookCommand.commandLine())
                .addSubcommand(TailCommand.commandLine())
                .addSubcommand(ReplayCommand.commandLine())
                .addSubcommand(CommandsCommand.commandLine())
                .addSubcommand(CommandCommand.commandLine())
                .addSubcommand(ApproveCommand.commandLine())
                .addSubcommand(RejectCommand.commandLine())
                .addSubcommand(RequestCommand.commandLine())
                .addSubcommand(new CompletionCommand()));
    }

    /** Without a command. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }
}
