package io.licensewatch.cli;

import io.licensewatch.runtime.process.CommandErrors;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.runtime.process.ServiceRun;
import io.licensewatch.runtime.text.Visible;
import io.licensewatch.schemas.topic.Topics;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the records of a topic. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description = "Prints the committed records of a topic as they arrive, until interrupted.",
        footer = {
            "",
            "The environment gives the address and login of Kafka as for the other commands: LICENSEWATCH_KAFKA_...",
            "Exit codes: 0 interrupted or idle, 2 wrong usage, 3 Kafka does not answer or has no such topic."
        })
public final class TailCommand implements Callable<Integer> {
    private static final Map<String, String> SHORT_NAMES = Map.of(
            "alerts", Topics.ALERTS,
            "commands", Topics.COMMANDS,
            "results", Topics.RESULTS,
            "verdicts", Topics.VERDICTS,
            "pauses", Topics.PAUSES,
            "actions", Topics.ACTIONS,
            "tenants", Topics.TENANTS,
            "health", Topics.HEALTH,
            "dead-letters", Topics.DEAD_LETTERS);
    private static final Duration POLL = Duration.ofMillis(200);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "TOPIC",
            description =
                    "alerts, commands, results, verdicts, pauses, actions, tenants, health, dead-letters, or a topic's full name.")
    private String topic = "";

    @Option(names = "--from-beginning", description = "Start at the beginning of the topic, not at its end.")
    private boolean fromBeginning;

    @Option(names = "--tenant", paramLabel = "ID", description = "Only records about this tenant.")
    private @Nullable String tenant;

    @Option(
            names = "--json",
            description =
                    "One JSON object per record: topic, partition, offset, timestamp (ms since 1970), key, headers,"
                            + " value.")
    private boolean json;

    @Option(
            names = "--idle-exit",
            paramLabel = "SECONDS",
            description =
                    "Exit when no record has arrived for this long, but not before all existing records have been printed.")
    private @Nullable Integer idleExit;

    @Mixin
    private KafkaAccess kafka = new KafkaAccess();

    private TailCommand() {}

    public static CommandLine commandLine() {
        return CommandErrors.handledBy(new CommandLine(new TailCommand()));
    }

    @Override
    public Integer call() throws Exception {
        if (idleExit != null && idleExit < 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--idle-exit takes a number of seconds, 1 or more, not " + idleExit);
        }
        try {
            return ServiceRun.untilStopped(this::follow);
        } catch (NoSuchTopicException e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(Visible.lines(String.valueOf(e.getMessage())));
            err.flush();
            return ExitCode.CHECKS_FAILED;
        }
    }

    private void follow(ServiceRun run) {
        String name = SHORT_NAMES.getOrDefault(topic, topic);
        CommittedRecords records =
                run.closeAtEnd(CommittedRecords.follow(kafka.properties(), List.of(name), fromBeginning));
        PrintWriter out = spec.commandLine().getOut();
        RecordText text = new RecordText(Palette.ofTerminal());
        Predicate<TopicRecord> wanted = tenant == null ? read -> true : new TenantFilter(tenant);
        long lastCame = System.nanoTime();
        while (!run.isOver() && !(records.hasReachedStart() && isIdleSince(lastCame))) {
            List<TopicRecord> came = records.poll(POLL).stream().filter(wanted).toList();
            came.forEach(read -> out.println(json ? RecordJson.line(read) : text.line(read)));
            out.flush();
            if (!came.isEmpty() || !records.hasReachedStart()) {
                lastCame = System.nanoTime();
            }
            if (out.checkError()) {
                break; // the reader of the output has closed it
            }
        }
        run.stop();
    }

    private boolean isIdleSince(long nanos) {
        return idleExit != null
                && System.nanoTime() - nanos > Duration.ofSeconds(idleExit).toNanos();
    }
}
