package io.licensewatch.cli.remedy;

import io.licensewatch.cli.KafkaAccess;
import io.licensewatch.control.CommandView;
import io.licensewatch.runtime.process.CommandErrors;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.topic.Topics;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints one remediation command. */
@Command(
        name = "command",
        mixinStandardHelpOptions = true,
        description =
                "Prints one remediation command: what it changes, its plan, approvals, every step, and the verdict.",
        footer = {
            "",
            "The environment gives the address and login of Kafka as for the other commands: LICENSEWATCH_KAFKA_...",
            "Exit codes: 0 printed, 1 no such command, 2 wrong usage, 3 Kafka does not answer or has no such topics."
        })
public final class CommandCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "ID", description = "Its id, or a unique prefix of it.")
    private String id = "";

    @Option(names = "--json", description = "As one JSON object, with all records.")
    private boolean json;

    @Mixin
    private KafkaAccess kafka = new KafkaAccess();

    private CommandCommand() {}

    public static CommandLine commandLine() {
        return CommandErrors.handledBy(new CommandLine(new CommandCommand()));
    }

    @Override
    public Integer call() throws Exception {
        Terminal terminal = Terminal.of(spec);
        return terminal.run(() -> {
            try (CommandLog log = CommandLog.read(kafka.properties(), Topics.ALERTS_CURRENT)) {
                CommandView view = log.book().find(id);
                @Nullable
                AlertEvent alert = log.book().alert(view.command().alertId()).orElse(null);
                if (json) {
                    terminal.say(CommandJson.whole(view, alert, Instant.now()));
                } else {
                    CommandStory.lines(view, alert, Instant.now()).forEach(terminal::say);
                }
                terminal.warnOf(log.book().leftOut());
                return ExitCode.OK;
            }
        });
    }
}
