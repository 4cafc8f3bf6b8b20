package io.licensewatch.cdc;

import io.licensewatch.cdc.preflight.PrepareHint;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.settings.CdcSettings;
import io.licensewatch.runtime.http.OpsServer;
import io.licensewatch.runtime.metrics.Metrics;
import io.licensewatch.runtime.process.ClockWatch;
import io.licensewatch.runtime.process.CommandErrors;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.runtime.process.ServiceRun;
import io.licensewatch.runtime.settings.CommonSettings;
import io.licensewatch.runtime.settings.SettingFlags;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.runtime.topics.TopicMismatchException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the feed until it is stopped. */
@Command(
        name = "cdc",
        mixinStandardHelpOptions = true,
        description = {
            "Sends the row changes of the watched tables from Postgres to Kafka.",
            "Runs the preflight first; exit code 3 when it fails, with the fix, 4 when a login is refused."
        })
public final class CdcCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--resync",
            description =
                    "Start with a new snapshot, which replaces the rows in the topics. For one start, not for every start.")
    private boolean resync;

    private @Nullable SettingFlags flags;

    private CdcCommand() {}

    /** The command with a flag for every setting; also for use as a subcommand. */
    public static CommandLine commandLine() {
        CdcCommand command = new CdcCommand();
        CommandLine line = new CommandLine(command);
        command.flags = SettingFlags.addTo(line.getCommandSpec(), CdcSettings.all());
        return CommandErrors.handledBy(line);
    }

    @Override
    public Integer call() throws Exception {
        Settings settings = Objects.requireNonNull(flags).load(System.getenv());
        try {
            return ServiceRun.untilStopped(run -> start(run, settings));
        } catch (UnfitSourceException e) {
            PrepareHint.of(e.failures(), CdcSettings.of(settings).feed().postgres(), "licensewatch")
                    .ifPresent(spec.commandLine().getErr()::println);
            e.failures().forEach(failure -> spec.commandLine().getErr().println(failure));
            spec.commandLine().getErr().flush();
            return e.exitCode();
        }
    }

    private static int exitCode(Throwable cause) {
        if (cause instanceof UnfitSourceException unfit) {
            return unfit.exitCode();
        }
        return cause instanceof TopicMismatchException ? ExitCode.CHECKS_FAILED : ExitCode.FAILED;
    }

    private void start(ServiceRun run, Settings settings) throws InterruptedException {
        run.closeAtEnd(ClockWatch.start(run::fail)); // first: clocks are set mostly while a machine starts
        Metrics metrics = run.closeAtEnd(Metrics.create());
        // Before the feed: a port that is in use is reported before the slot is taken.
        OpsServer pages = run.closeAtEnd(OpsServer.start(
                settings.get(CommonSettings.HTTP_HOST), settings.get(CdcSettings.HTTP_PORT), metrics.registry()));
        Cdc.Start how = resync ? Cdc.Start.RESYNC : Cdc.Start.CONTINUE;
        Cdc cdc = run.closeAtEnd(Cdc.start(
                CdcSettings.of(settings), how, metrics.registry(), cause -> run.fail(cause, exitCode(cause))));
        run.closeAtEnd(pages.answer(cdc.live(), cdc.ready()));
    }
}
