package io.licensewatch.worker;

import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.runtime.http.OpsServer;
import io.licensewatch.runtime.metrics.Metrics;
import io.licensewatch.runtime.process.ClockWatch;
import io.licensewatch.runtime.process.CommandErrors;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.runtime.process.KafkaFault;
import io.licensewatch.runtime.process.ServiceRun;
import io.licensewatch.runtime.settings.CommonSettings;
import io.licensewatch.runtime.settings.SettingFlags;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.worker.loop.LedgerSetBackException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the worker until it is stopped. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = {
            "Executes commands in Postgres, by mail and by webhook, and reports their results, until interrupted.",
            "Exit code 3 if Postgres is not prepared for it (prepare-worker --apply), 4 if a login is refused."
        })
public final class WorkerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private @Nullable SettingFlags flags;

    private WorkerCommand() {}

    /** The command with a flag for every setting; also for use as a subcommand. */
    public static CommandLine commandLine() {
        WorkerCommand command = new WorkerCommand();
        CommandLine line = new CommandLine(command);
        command.flags = SettingFlags.addTo(line.getCommandSpec(), WorkerSettings.all());
        line.addSubcommand(OperatorCommand.commandLine(new PauseCommand()))
                .addSubcommand(OperatorCommand.commandLine(new ResumeCommand()))
                .addSubcommand(OperatorCommand.commandLine(new StatusCommand()));
        return CommandErrors.handledBy(line);
    }

    @Override
    public Integer call() throws Exception {
        Settings settings = Objects.requireNonNull(flags).load(System.getenv());
        try {
            return ServiceRun.untilStopped(run -> start(run, settings));
        } catch (UnfitSourceException e) {
            e.failures().forEach(failure -> spec.commandLine().getErr().println(failure));
            spec.commandLine().getErr().flush();
            return e.exitCode();
        } catch (KafkaFault e) {
            spec.commandLine().getErr().println(e.getMessage());
            spec.commandLine().getErr().flush();
            return e.exitCode();
        }
    }

    private static void start(ServiceRun run, Settings settings) throws InterruptedException {
        run.closeAtEnd(
                ClockWatch.start(run::fail)); // first, because clocks are set most often at the start of a machine
        Metrics metrics = run.closeAtEnd(Metrics.create());
        // Before the worker, so that a port that is in use causes no rebalance.
        OpsServer pages = run.closeAtEnd(OpsServer.start(
                settings.get(CommonSettings.HTTP_HOST), settings.get(WorkerSettings.HTTP_PORT), metrics.registry()));
        Worker worker =
                run.closeAtEnd(Worker.start(settings, metrics.registry(), cause -> run.fail(cause, exitCode(cause))));
        run.closeAtEnd(pages.answer(worker.live(), worker.ready()));
    }

    private static int exitCode(Throwable cause) {
        if (cause instanceof LedgerSetBackException) {
            return ExitCode.CHECKS_FAILED;
        }
        return cause instanceof KafkaFault fault ? fault.exitCode() : ExitCode.FAILED;
    }
}
