package io.licensewatch.streams;

import io.licensewatch.runtime.http.OpsServer;
import io.licensewatch.runtime.metrics.Metrics;
import io.licensewatch.runtime.process.ClockWatch;
import io.licensewatch.runtime.process.CommandErrors;
import io.licensewatch.runtime.process.ServiceRun;
import io.licensewatch.runtime.settings.CommonSettings;
import io.licensewatch.runtime.settings.SettingFlags;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.streams.settings.StreamSettings;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Runs the topology until it is stopped. */
@CommandLine.Command(
        name = "streams",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Turns row changes into alerts, commands and tenant status, until interrupted.",
        footer = {
            "",
            "Every setting can also be given in the --config file (licensewatch.kafka.bootstrap-servers=...)",
            "or in the environment (LICENSEWATCH_KAFKA_BOOTSTRAP_SERVERS=...)."
        })
public final class StreamsCommand implements Callable<Integer> {
    private @Nullable SettingFlags flags;

    private StreamsCommand() {}

    /** The command with a flag for every setting. */
    public static CommandLine commandLine() {
        StreamsCommand command = new StreamsCommand();
        CommandLine line = new CommandLine(command);
        command.flags = SettingFlags.addTo(line.getCommandSpec(), StreamSettings.all());
        return CommandErrors.handledBy(line.addSubcommand(ResetCommand.commandLine()));
    }

    @Override
    public Integer call() throws Exception {
        Settings settings =
                Objects.requireNonNull(flags, "added with the command").load(System.getenv());
        return ServiceRun.untilStopped(run -> {
            run.closeAtEnd(ClockWatch.start(run::fail)); // first: a clock is set most often where a machine starts
            Metrics metrics = run.closeAtEnd(Metrics.create());
            // Before the app: a port that is taken then costs the group no rebalance.
            OpsServer pages = run.closeAtEnd(OpsServer.start(
                    settings.get(CommonSettings.HTTP_HOST),
                    settings.get(StreamSettings.HTTP_PORT),
                    metrics.registry()));
            StreamApp app = run.closeAtEnd(StreamApp.start(
                    settings,
                    metrics.registry(),
                    failure -> run.fail(failure, StreamFailureException.exitCode(failure))));
            run.closeAtEnd(pages.answer(app.live(), app.ready()));
        });
    }
}
