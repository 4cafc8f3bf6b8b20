package io.licensewatch.streams;

import io.licensewatch.runtime.process.CommandErrors;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.runtime.settings.SettingFlags;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.streams.settings.StreamSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Lets stream-app begin from nothing. */
@CommandLine.Command(
        name = "reset",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Deletes what stream-app has on its own account, so that its next start reads the source topics from their"
                    + " beginning: the offsets of its group, its internal topics, its state directory on this machine.",
            "The public topics stay, and are read back at that start: alerts that are open stay open under their ids, those"
                    + " that have ended meanwhile are resolved, and no event id is used twice.",
            "All instances have to be stopped."
        },
        footer = {
            "",
            "Takes the same settings as 'streams'.",
            "Exit codes: 0 done; 1 failed, or not agreed to; 2 wrong usage; 3 an instance is running, or Kafka does not answer."
        })
final class ResetCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandSpec spec = CommandSpec.create();

    @CommandLine.Option(names = "--yes", description = "Do not ask; for scripts.")
    private boolean yes;

    private @Nullable SettingFlags flags;

    static CommandLine commandLine() {
        ResetCommand command = new ResetCommand();
        CommandLine line = new CommandLine(command);
        command.flags = SettingFlags.addTo(line.getCommandSpec(), StreamSettings.all());
        return CommandErrors.handledBy(line);
    }

    @Override
    public Integer call() throws Exception {
        Settings settings =
                Objects.requireNonNull(flags, "added with the command").load(System.getenv());
        String applicationId = settings.get(StreamSettings.APPLICATION_ID);
        PrintWriter out = spec.commandLine().getOut();
        try (StreamReset reset = StreamReset.connect(settings)) {
            List<String> hosts = reset.activeOn(settings.get(StreamSettings.SESSION_TIMEOUT));
            if (!hosts.isEmpty()) {
                return fail("application '" + applicationId + "' is running, on " + String.join(", ", hosts)
                        + ": stop all of its instances first");
            }
            List<String> topics = reset.topics();
            out.println("This deletes of application '" + applicationId + "':");
            out.println("  the offsets of its group");
            topics.forEach(topic -> out.println("  topic " + topic));
            out.println("  directory " + reset.stateDirectory().toAbsolutePath()
                    + " (of this machine; delete those of others there)");
            out.flush();
            if (!yes && !agreed(out)) {
                return ExitCode.FAILED;
            }
            reset.run(topics);
            out.println("Done. The next start of stream-app begins from nothing; what is open stays open.");
            out.flush();
            return ExitCode.OK;
        }
    }

    private boolean agreed(PrintWriter out) throws IOException {
        out.print("Type yes to go on: ");
        out.flush();
        String answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        if (answer == null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "there is no terminal to ask at: give --yes to agree");
        }
        return answer.strip().equals("yes");
    }

    private int fail(String why) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(spec.commandLine().getColorScheme().errorText(why));
        err.flush();
        return ExitCode.CHECKS_FAILED;
    }
}
