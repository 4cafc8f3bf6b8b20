package io.licensewatch.console;

import io.licensewatch.console.access.TokenCommand;
import io.licensewatch.console.feed.OtherClusterException;
import io.licensewatch.console.store.DatabaseInUseException;
import io.licensewatch.console.store.UnknownVersionException;
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
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the console until it is stopped. */
@Command(
        name = "console",
        mixinStandardHelpOptions = true,
        description = {
            "Serves web pages and an API with the content of the topics, until interrupted.",
            "Exit code 3 if its directory cannot be used, 4 if Kafka refuses the login."
        })
public final class ConsoleCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private @Nullable SettingFlags flags;

    private ConsoleCommand() {}

    /** The command with a flag for every setting; also for use as a subcommand. */
    public static CommandLine commandLine() {
        ConsoleCommand command = new ConsoleCommand();
        CommandLine line = new CommandLine(command);
        command.flags = SettingFlags.addTo(line.getCommandSpec(), ConsoleSettings.all());
        line.addSubcommand(TokenCommand.commandLine());
        return CommandErrors.handledBy(line);
    }

    @Override
    public Integer call() throws Exception {
        Settings settings = Objects.requireNonNull(flags).load(System.getenv());
        try {
            return ServiceRun.untilStopped(run -> start(run, settings));
        } catch (DatabaseInUseException | UnknownVersionException e) {
            spec.commandLine().getErr().println(e.getMessage());
            spec.commandLine().getErr().flush();
            return ExitCode.CHECKS_FAILED;
        }
    }

    private static void start(ServiceRun run, Settings settings) throws SQLException {
        run.closeAtEnd(
                ClockWatch.start(run::fail)); // first, because clocks are set most often at the start of a machine
        Metrics metrics = run.closeAtEnd(Metrics.create());
        OpsServer pages = run.closeAtEnd(OpsServer.start(
                settings.get(CommonSettings.HTTP_HOST), settings.get(ConsoleSettings.HTTP_PORT), metrics.registry()));
        Console console =
                run.closeAtEnd(Console.start(settings, metrics.registry(), cause -> run.fail(cause, exitCode(cause))));
        run.closeAtEnd(pages.answer(console.live(), console.ready()));
    }

    private static int exitCode(Throwable cause) {
        if (cause instanceof OtherClusterException) {
            return ExitCode.CHECKS_FAILED;
        }
        return cause instanceof KafkaFault fault ? fault.exitCode() : ExitCode.FAILED;
    }
}
