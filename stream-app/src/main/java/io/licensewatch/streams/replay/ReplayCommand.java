package io.licensewatch.streams.replay;

import io.licensewatch.runtime.process.CommandErrors;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.runtime.process.ServiceRun;
import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.runtime.settings.SettingFlags;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.streams.metrics.WallClock;
import io.licensewatch.streams.settings.StreamSettings;
import io.licensewatch.streams.topology.DetachedTopology;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What alerts would there have been under other rules? */
@CommandLine.Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs the history in the source topics through detection again, under the present rules and under others, and prints"
                    + " which alerts differ.",
            "It only reads: nothing is written to Kafka, no consumer group appears, commands go nowhere."
        },
        footer = {
            "",
            "The present rules are those that 'streams' would have with the same settings: give the same --config and environment.",
            "A rules file is a properties file with some of licensewatch.rules.*; all else is as it is.",
            "",
            "Exit codes: 0 done, whether alerts differ or not; 1 failed or interrupted; 2 wrong usage, rules or range; 3 Kafka"
                    + " does not answer or does not let us read; 4 it refuses our login.",
            "See docs/replay.md."
        })
public final class ReplayCommand implements Callable<Integer> {
    private enum Format {
        TEXT,
        JSON
    }

    @CommandLine.Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--from",
            required = true,
            paramLabel = "DATE",
            description = "From when on: " + ReplayTime.EXPECTED + ", or " + ReplayTime.EARLIEST
                    + " for as early as the topics allow, which keep 7 days.")
    private String from = "";

    @Option(
            names = "--until",
            paramLabel = "DATE",
            description = "Until when, in the same forms. Default: the last frontier.")
    private @Nullable String until;

    @Option(names = "--rules", required = true, paramLabel = "FILE", description = "The other rules.")
    private @Nullable Path rulesFile;

    @Option(
            names = "--copy",
            paramLabel = "DIR",
            description = "Read a copy that --save has written, not Kafka. Durations count from when it was read.")
    private @Nullable Path copy;

    @Option(
            names = "--save",
            paramLabel = "DIR",
            description = "Write what is read to a new directory, too. It holds rows, with the names of tenants.")
    private @Nullable Path save;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text or json. Default: text.")
    private String format = "text";

    @Option(
            names = "--temp",
            paramLabel = "DIR",
            description = "Where state is kept meanwhile; it is removed at the end. Default: the system's.")
    private @Nullable Path temp;

    private @Nullable SettingFlags flags;

    private ReplayCommand() {}

    /** The command with a flag for every setting. */
    public static CommandLine commandLine() {
        ReplayCommand command = new ReplayCommand();
        CommandLine line = new CommandLine(command);
        command.flags = SettingFlags.addTo(line.getCommandSpec(), StreamSettings.all());
        return CommandErrors.handledBy(line);
    }

    @Override
    public Integer call() throws Exception {
        Format shape = shape();
        Instant now = Instant.ofEpochMilli(WallClock.SYSTEM.millis());
        begins(now);
        ends(now);
        if (copy != null && save != null) {
            throw usage("--copy and --save exclude each other: a copy is there already");
        }
        Path file = Objects.requireNonNull(rulesFile, "required");
        Map<String, String> others = RulesFile.read(file);
        Duration warmUp = check(rulings(file, others, Map.of()), file);
        QuietLog quiet = QuietLog.begin();
        try {
            return ServiceRun.untilStopped(run -> {
                run.exitCodeWhenStopped(ExitCode.FAILED);
                replay(run, file, others, warmUp, shape);
                run.exitCodeWhenStopped(ExitCode.OK);
                run.stop();
            });
        } finally {
            quiet.end();
        }
    }

    /** @param now from which a duration counts */
    private @Nullable Instant begins(Instant now) {
        return from.equals(ReplayTime.EARLIEST) ? null : time("--from", from, now);
    }

    private @Nullable Instant ends(Instant now) {
        return until == null ? null : time("--until", until, now);
    }

    private void replay(ServiceRun run, Path file, Map<String, String> others, Duration warmUp, Format shape)
            throws IOException, InterruptedException {
        History read = run.closeAtEnd(
                copy == null
                        ? ClusterHistory.connect(rulings(file, others, Map.of()).present())
                        : SavedHistory.open(copy));
        Rulings rules = rulings(
                file,
                others,
                Map.of(
                        "licensewatch.topics.prefix", read.topics().prefix(),
                        "licensewatch.topics.partitions",
                                Integer.toString(read.topics().partitions()),
                        "licensewatch.topics.max-record-bytes",
                                Integer.toString(read.topics().maxRecordBytes())));
        Range range = Range.of(read, begins(read.readAt()), ends(read.readAt()), warmUp);
        TemporaryDirectory temporary = run.closeAtEnd(
                TemporaryDirectory.in(temp == null ? Path.of(System.getProperty("java.io.tmpdir")) : temp));
        SavingHistory saving = save == null ? null : new SavingHistory(read, run.closeAtEnd(CopyWriter.begin(save)));
        PrintWriter messages = spec.commandLine().getErr();
        messages.println("replay: from " + range.from() + " until " + range.until() + " of " + read.place());
        messages.flush();
        Replay.Outcome outcome =
                new Replay(saving == null ? read : saving, range, rules, temporary.path(), messages).run(run);
        Frontier last = outcome.last().orElse(null);
        if (saving != null) {
            if (last != null) {
                saving.finish(last, range.until());
            }
            messages.println(
                    last == null
                            ? "replay: nothing is saved: no frontier of the range was evaluated"
                            : "replay: saved in " + save);
            messages.flush();
        }
        PrintWriter out = spec.commandLine().getOut();
        if (shape == Format.JSON) {
            ReplayJson.print(out, outcome.result());
        } else {
            ReplayText.print(out, outcome.result());
        }
    }

    /** @param topics how the topics are, where a copy says it */
    private Rulings rulings(Path file, Map<String, String> others, Map<String, String> topics) {
        SettingFlags given = Objects.requireNonNull(flags, "added with the command");
        Map<String, String> present = new LinkedHashMap<>(given.given());
        present.putAll(topics);
        Map<String, String> other = new LinkedHashMap<>(present);
        other.putAll(others);
        return new Rulings(settings(given, present), settings(given, other), file.toString());
    }

    private static Settings settings(SettingFlags flags, Map<String, String> values) {
        return Settings.load(StreamSettings.all(), flags.configFile(), System.getenv(), values);
    }

    /** Before anything is read: returns how long before the range a replay has to begin. */
    private static Duration check(Rulings rules, Path file) {
        if (rules.changes().isEmpty()) {
            throw new ConfigurationException(
                    "the rules in " + file
                            + " are the present ones: nothing can differ. Change a value, or give the settings of the process to compare with");
        }
        Duration present = DetachedTopology.warmUp(rules.present());
        try {
            Duration other = DetachedTopology.warmUp(rules.other());
            return present.compareTo(other) > 0 ? present : other;
        } catch (ConfigurationException e) {
            throw new ConfigurationException(e.problems().stream()
                    .map(problem -> "rules in " + file + ": " + problem)
                    .toList());
        }
    }

    private Format shape() {
        return switch (format) {
            case "text" -> Format.TEXT;
            case "json" -> Format.JSON;
            default -> throw usage("--format is text or json");
        };
    }

    private Instant time(String option, String text, Instant now) {
        try {
            return ReplayTime.parse(text, now);
        } catch (CommandLine.TypeConversionException e) {
            throw usage(option + ": " + e.getMessage());
        }
    }

    private CommandLine.ParameterException usage(String problem) {
        return new CommandLine.ParameterException(spec.commandLine(), problem);
    }
}
